package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that compresses into another. */
public abstract class CompressionOutputStream extends OutputStream {

    protected final OutputStream out;

    protected CompressionOutputStream(OutputStream out) {
        this.out = out;
    }

    public abstract void finish() throws IOException;

    public abstract void resetState() throws IOException;

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        finish();
        out.close();
    }
}
