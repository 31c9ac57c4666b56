package org.apache.hadoop.fs;

import java.io.IOException;

/** A stream with a position. */
public interface Seekable {

    void seek(long position) throws IOException;

    long getPos() throws IOException;

    boolean seekToNewSource(long position) throws IOException;
}
