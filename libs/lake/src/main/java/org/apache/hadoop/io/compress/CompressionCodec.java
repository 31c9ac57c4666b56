package org.apache.hadoop.io.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A way to compress pages. */
public interface CompressionCodec {

    CompressionOutputStream createOutputStream(OutputStream out) throws IOException;

    CompressionOutputStream createOutputStream(OutputStream out, @Nullable Compressor compressor) throws IOException;

    Class<? extends Compressor> getCompressorType();

    /** Null for a codec that keeps no state. */
    @Nullable
    Compressor createCompressor();

    CompressionInputStream createInputStream(InputStream in) throws IOException;

    CompressionInputStream createInputStream(InputStream in, @Nullable Decompressor decompressor) throws IOException;

    Class<? extends Decompressor> getDecompressorType();

    /** Null for a codec that keeps no state. */
    @Nullable
    Decompressor createDecompressor();

    String getDefaultExtension();
}
