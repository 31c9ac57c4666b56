package dev.ingest.lake.encode;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Compresses pages in one piece, with one state for a whole file. What it answers is valid until it is asked again. */
final class Zstd implements BytesInputCompressor, AutoCloseable {

    private final ZstdCompressCtx state = new ZstdCompressCtx();
    private byte[] out = {};

    Zstd(int level) {
        state.setLevel(level);
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        ByteBuffer bytes = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), released -> {});
        int bound = Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(bytes.remaining()));
        if (out.length < bound) {
            out = new byte[bound];
        }
        int length = state.compressByteArray(
                out, 0, out.length, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        return BytesInput.from(out, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
        close();
    }

    @Override
    public void close() {
        state.close();
    }
}
