package dev.ingest.lake.index;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an {@link IndexedFile} in little memory: rows go to one of some parts by their fingerprints' first bits, and then each
 * part is sorted alone.
 */
public final class IndexBuilder implements Closeable {
    private static final int ROWS_PER_PART = 250_000;
    private static final int ROWS_PER_BUCKET = 8;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long bytesMax;
    private final int partBits;
    private final int bucketBits;
    private final List<Path> parts = new ArrayList<>();
    private final List<DataOutputStream> streams = new ArrayList<>();
    private long bytes;
    private boolean ended;

    /**
     * @param rows how many there will be
     * @param bytesMax of the file
     */
    IndexBuilder(Path file, long rows, long bytesMax) throws IOException {
        this.file = file;
        this.bytesMax = bytesMax;
        this.partBits = bits(rows / ROWS_PER_PART);
        this.bucketBits = Math.max(partBits, bits(rows / ROWS_PER_BUCKET));
        for (int part = 0; part < 1 << partBits; part++) {
            Path path = file.resolveSibling(file.getFileName() + "." + part);
            parts.add(path);
            streams.add(new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER)));
        }
    }

    /** Of the least power of two that is no less. */
    private static int bits(long count) {
        return Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, count) - 1);
    }

    /**
     * Takes a row.
     *
     * @param id its identity, where the file says it
     * @throws IOException when local disk fails, or there are more bytes than it may have
     */
    public void add(long fingerprint, long position, Object key, @Nullable Object cursor, @Nullable Object id)
            throws IOException {
        byte[] keyBytes = Stored.bytes(key);
        byte[] cursorBytes = Stored.bytes(cursor);
        bytes += IndexedFile.ENTRY_HEAD + keyBytes.length + cursorBytes.length;
        if (bytes > bytesMax) {
            throw new IOException("the keys of a file take more than %,d bytes".formatted(bytesMax));
        }
        DataOutputStream part = streams.get(partBits == 0 ? 0 : (int) (fingerprint >>> (Long.SIZE - partBits)));
        part.writeLong(fingerprint);
        part.writeInt(Math.toIntExact(position));
        part.writeLong(id == null ? IndexedFile.NO_ID : (Long) id);
        part.writeInt(keyBytes.length);
        part.writeInt(cursorBytes.length);
        part.write(keyBytes);
        part.write(cursorBytes);
    }

    /** Ends it. */
    IndexedFile file() throws IOException {
        for (DataOutputStream stream : streams) {
            stream.close();
        }
        long[] buckets = new long[(1 << bucketBits) + 1];
        int next = 0;
        long at = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            for (Path part : parts) {
                for (ByteBuffer entry : sorted(Files.readAllBytes(part))) {
                    long bucket = bucketBits == 0 ? 0 : entry.getLong(entry.position()) >>> (Long.SIZE - bucketBits);
                    while (next <= bucket) {
                        buckets[next++] = at;
                    }
                    out.write(entry.array(), entry.position(), entry.remaining());
                    at += entry.remaining();
                }
                Files.delete(part);
            }
            Arrays.fill(buckets, next, buckets.length, at);
            ByteBuffer directory = ByteBuffer.allocate(buckets.length * Long.BYTES);
            directory.asLongBuffer().put(buckets);
            out.write(directory.array());
        }
        IndexedFile indexed = new IndexedFile(file, bucketBits, at);
        ended = true;
        return indexed;
    }

    private static List<ByteBuffer> sorted(byte[] part) {
        var entries = new ArrayList<ByteBuffer>();
        ByteBuffer whole = ByteBuffer.wrap(part);
        for (int at = 0; at < part.length; ) {
            int lengths = at + IndexedFile.ENTRY_HEAD - 2 * Integer.BYTES;
            int length = IndexedFile.ENTRY_HEAD + whole.getInt(lengths) + whole.getInt(lengths + Integer.BYTES);
            entries.add(ByteBuffer.wrap(part, at, length));
            at += length;
        }
        entries.sort(
                (one, other) -> Long.compareUnsigned(one.getLong(one.position()), other.getLong(other.position())));
        return entries;
    }

    /** Removes what is left of the parts, and a file that was not ended. */
    @Override
    public void close() throws IOException {
        for (DataOutputStream stream : streams) {
            stream.close();
        }
        for (Path part : parts) {
            Files.deleteIfExists(part);
        }
        if (!ended) {
            Files.deleteIfExists(file);
        }
    }
}
