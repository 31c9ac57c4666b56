package org.apache.hadoop.io.compress;

/** Hands out a codec's state. It pools nothing: the codecs we use have none worth keeping. */
public final class CodecPool {

    private CodecPool() {}

    public static Compressor getCompressor(CompressionCodec codec) {
        return codec.createCompressor();
    }

    public static void returnCompressor(Compressor compressor) {
        // nothing is pooled
    }

    public static Decompressor getDecompressor(CompressionCodec codec) {
        return codec.createDecompressor();
    }

    public static void returnDecompressor(Decompressor decompressor) {
        // nothing is pooled
    }
}
