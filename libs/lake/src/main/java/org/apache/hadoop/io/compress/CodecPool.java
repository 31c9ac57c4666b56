package org.apache.hadoop.io.compress;

import org.jspecify.annotations.Nullable;

/** Hands out a codec's state. It pools nothing: the codecs we use have none worth keeping. */
public final class CodecPool {

    private CodecPool() {}

    public static @Nullable Compressor getCompressor(CompressionCodec codec) {
        return codec.createCompressor();
    }

    public static void returnCompressor(@Nullable Compressor compressor) {
        // nothing is pooled
    }

    public static @Nullable Decompressor getDecompressor(CompressionCodec codec) {
        return codec.createDecompressor();
    }

    public static void returnDecompressor(@Nullable Decompressor decompressor) {
        // nothing is pooled
    }
}
