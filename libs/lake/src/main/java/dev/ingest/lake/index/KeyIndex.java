package dev.ingest.lake.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The indexed files of a process, within a budget of local disk. A file is indexed when its keys were to be read again
 * and there is room; room is made by dropping what others have not needed for long. Losing any of it loses nothing but time.
 * Safe for use by several threads.
 */
public final class KeyIndex implements AutoCloseable {

    /** What is told of each row that has a wanted key. */
    @FunctionalInterface
    public interface Found {
        /** @param id the row's identity, where its file says it */
        void row(long position, Object key, @Nullable Object cursor, @Nullable Long id);
    }

    /** Reads a file's rows into a builder. */
    @FunctionalInterface
    public interface Rows {
        void addTo(IndexBuilder builder) throws IOException;
    }

    /**
     * Which files are indexed.
     *
     * @param rowsMin those of fewer rows are read: there is little to gain
     * @param rowsPerKey those of fewer for each wanted key are read too: a key that is looked up costs about as much as so many
     *     that are read
     * @param reads at which of its reads it is indexed
     */
    public record When(long rowsMin, int rowsPerKey, int reads) {
        public static final When USUAL = new When(500_000, 5, 2);

        /** Every one at once. */
        public static final When ALWAYS = new When(1, 0, 1);
    }

    private static final class Kept {
        private final IndexedFile file;
        private long usedAt;

        private Kept(IndexedFile file, long usedAt) {
            this.file = file;
            this.usedAt = usedAt;
        }
    }

    /** Files whose reads are counted; what is beyond is counted anew. */
    private static final int COUNTED_MAX = 10_000;

    /** Instead of how often it was read: it is not to be indexed. */
    private static final int REFUSED = Integer.MIN_VALUE;

    /** About what a row takes, to tell before a file is read whether there may be room for it. */
    private static final long BYTES_PER_ROW = 48;

    /** A file makes room when the others were each used as often since it was, on average. */
    private static final int TURNS_UNUSED = 10;

    private final Path folder;
    private final long bytesMax;
    private final When when;
    private final Consumer<String> told;

    /** Least lately used first. */
    private final Map<String, Kept> files = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Integer> reads = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > COUNTED_MAX;
        }
    };
    private long bytes;
    private long uses;
    private long builds;

    /**
     * An empty one.
     *
     * @param folder made when the first file is indexed; nobody else's
     * @param bytesMax of local disk that its files may take; 0 for no index
     * @param told why a file could not be indexed: it is read whole each time
     */
    public KeyIndex(Path folder, long bytesMax, Consumer<String> told) {
        this(folder, bytesMax, When.USUAL, told);
    }

    public KeyIndex(Path folder, long bytesMax, When when, Consumer<String> told) {
        this.folder = folder;
        this.bytesMax = bytesMax;
        this.when = when;
        this.told = told;
    }

    /** Indexes nothing. */
    public static KeyIndex none() {
        return new KeyIndex(Path.of("none"), 0, _ -> {});
    }

    /** How often a file's keys were looked up instead of read. */
    public synchronized long uses() {
        return uses;
    }

    /** Whether looking for that many keys takes less than reading a file of that many rows, once it is indexed. */
    public boolean pays(long rows, long keys) {
        return bytesMax > 0 && rows >= when.rowsMin() && rows >= when.rowsPerKey() * keys;
    }

    /** Whether a file is indexed now. */
    public synchronized boolean holds(String name) {
        return files.containsKey(name);
    }

    /** Tells of every row of a file that has a wanted key; false, and nothing told, when it is not indexed. */
    public boolean look(String name, Wanted wanted, Found found) {
        return used(name).map(file -> file.look(wanted, found)).orElse(false);
    }

    private synchronized Optional<IndexedFile> used(String name) {
        Kept kept = files.get(name);
        if (kept == null) {
            return Optional.empty();
        }
        kept.usedAt = ++uses;
        return Optional.of(kept.file);
    }

    /** Counts that a file is about to be read in whole; true if indexing it should be the way to read it. */
    public synchronized boolean isDue(String name, long rows) {
        int before = reads.getOrDefault(name, 0);
        if (before == REFUSED) {
            return false;
        }
        reads.put(name, Math.min(before + 1, when.reads()));
        return before + 1 >= when.reads() && makeRoom(rows * BYTES_PER_ROW);
    }

    private boolean makeRoom(long wanted) {
        if (wanted > bytesMax) {
            return false;
        }
        Iterator<Kept> eldest = files.values().iterator();
        while (bytes + wanted > bytesMax && eldest.hasNext()) {
            Kept kept = eldest.next();
            if (uses - kept.usedAt < (long) TURNS_UNUSED * files.size()) {
                return false;
            }
            eldest.remove();
            bytes -= kept.file.bytes();
            kept.file.close();
        }
        return bytes + wanted <= bytesMax;
    }

    /**
     * Indexes a file. One that cannot be, for want of disk, is told of and is never due again.
     *
     * @param count of its rows
     */
    public void build(String name, long count, Rows rows) {
        try (IndexBuilder builder = new IndexBuilder(next(), count, bytesMax)) {
            rows.addTo(builder);
            keep(name, builder.file());
        } catch (IOException e) {
            refuse(name);
            told.accept("%s is not indexed: %s".formatted(name, e));
        }
    }

    /** A file of that name is not to be indexed. */
    public synchronized void refuse(String name) {
        reads.put(name, REFUSED);
    }

    private synchronized Path next() throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(Long.toString(builds++));
    }

    private synchronized void keep(String name, IndexedFile file) {
        if (!makeRoom(file.bytes()) || files.containsKey(name)) {
            file.close();
            return;
        }
        bytes += file.bytes();
        files.put(name, new Kept(file, ++uses));
    }

    /** Deletes all of it. */
    @Override
    public synchronized void close() {
        files.values().forEach(kept -> kept.file.close());
        files.clear();
        bytes = 0;
        if (builds == 0) {
            return; // the folder was never made
        }
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
