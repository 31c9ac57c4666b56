package dev.ingest.lake.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Every row of one data file by its key, mapped from local disk: entries in the order of their fingerprints, then where each
 * bucket of them begins. A key costs two places of memory, however many rows there are. Once closed its place on disk is free
 * when nothing refers to it any more.
 */
final class IndexedFile implements AutoCloseable {

    /** A row without an identity of its own. */
    static final long NO_ID = -1;

    /** Fingerprint, position, identity, length of the key, length of the cursor. */
    static final int ENTRY_HEAD = Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int POSITION_AT = Long.BYTES;
    private static final int ID_AT = POSITION_AT + Integer.BYTES;
    private static final int KEY_LENGTH_AT = ID_AT + Long.BYTES;
    private static final int CURSOR_LENGTH_AT = KEY_LENGTH_AT + Integer.BYTES;

    private final Path file;
    private final MemorySegment all;
    private final long directory;
    private final int bucketShift;
    private boolean closed;

    /**
     * @param bucketBits how many of a fingerprint's first bits tell its bucket
     * @param directory where the buckets' places begin
     */
    IndexedFile(Path file, int bucketBits, long directory) throws IOException {
        this.file = file;
        this.directory = directory;
        this.bucketShift = Long.SIZE - bucketBits;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // unmapped when it is collected: native images cannot close a shared arena
            this.all = channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    long bytes() {
        return all.byteSize();
    }

    /** Tells of every row that has one of these keys; false, and nothing told, when it was closed in the meantime. */
    synchronized boolean look(Wanted wanted, KeyIndex.Found found) {
        if (closed) {
            return false;
        }
        for (Wanted.Key key : wanted) {
            look(key, found);
        }
        return true;
    }

    private void look(Wanted.Key key, KeyIndex.Found found) {
        long bucket = bucketShift == Long.SIZE ? 0 : key.fingerprint() >>> bucketShift;
        long at = all.get(LONG, directory + bucket * Long.BYTES);
        long end = all.get(LONG, directory + (bucket + 1) * Long.BYTES);
        while (at < end) {
            int keyLength = all.get(INT, at + KEY_LENGTH_AT);
            int cursorLength = all.get(INT, at + CURSOR_LENGTH_AT);
            if (all.get(LONG, at) == key.fingerprint() && isAt(at + ENTRY_HEAD, keyLength, key.bytes())) {
                found.row(all.get(INT, at + POSITION_AT), key.value(), cursor(at, keyLength, cursorLength), id(at));
            }
            at += ENTRY_HEAD + keyLength + cursorLength;
        }
    }

    private boolean isAt(long at, int length, byte[] bytes) {
        return length == bytes.length
                && MemorySegment.mismatch(all, at, at + length, MemorySegment.ofArray(bytes), 0, length) < 0;
    }

    private @Nullable Object cursor(long entry, int keyLength, int length) {
        ByteBuffer bytes = all.asSlice(entry + ENTRY_HEAD + keyLength, length)
                .asByteBuffer()
                .order(ByteOrder.BIG_ENDIAN);
        return Stored.value(bytes);
    }

    private @Nullable Long id(long entry) {
        long id = all.get(LONG, entry + ID_AT);
        return id == NO_ID ? null : (Long) id;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file, e);
            }
        }
    }
}
