package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.Seekable;

/** A stream that decompresses another. */
public abstract class CompressionInputStream extends InputStream implements Seekable {

    protected final InputStream in;

    protected CompressionInputStream(InputStream in) {
        this.in = in;
    }

    public abstract void resetState() throws IOException;

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public void seek(long position) {
        throw new UnsupportedOperationException("a compressed page is read from its start");
    }

    @Override
    public long getPos() {
        throw new UnsupportedOperationException("a compressed page is read from its start");
    }

    @Override
    public boolean seekToNewSource(long position) {
        throw new UnsupportedOperationException("a compressed page has one source");
    }
}
