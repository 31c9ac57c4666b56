package dev.ingest.lake.upkeep;

import java.time.Duration;

/**
 * How a table is kept.
 *
 * @param readersMax longest time that a reader may need a snapshot for, or a commit in flight its files: nothing younger is ever
 *     removed, not even what nothing refers to any more
 * @param manifestsMax main's manifests of data files are rewritten when they are more
 */
public record UpkeepPolicy(Duration readersMax, Files files, Past past, Lost lost, int manifestsMax) {

    /**
     * What data files grow to, and at what cost.
     *
     * @param bytes size that they grow to
     * @param groupBytesMax most bytes of data files that a compaction rewrites at once
     * @param memoryBytes most bytes of memory that a compaction takes for what it reads side by side, as far as it can choose
     * @param readsToPayBack a compaction is worth it when so many reads of the whole table win back what it costs
     * @param bytesPerSecond how fast a compaction is taken to be at least, when it is asked whether it fits a deadline
     */
    public record Files(long bytes, long groupBytesMax, long memoryBytes, int readsToPayBack, long bytesPerSecond) {
        public Files {
            require("files.bytes", bytes);
            require("files.groupBytesMax", groupBytesMax);
            require("files.memoryBytes", memoryBytes);
            require("files.readsToPayBack", readsToPayBack);
            require("files.bytesPerSecond", bytesPerSecond);
        }

        /** The same with another share of the memory. */
        public Files within(long memoryBytes) {
            return new Files(bytes, groupBytesMax, memoryBytes, readsToPayBack, bytesPerSecond);
        }
    }

    /**
     * What is kept of main's past, and of attempts.
     *
     * @param snapshotAgeMax snapshots older than this are forgotten
     * @param snapshotsMax of main; older ones than the last so many are forgotten, but none younger than {@code readersMax}
     * @param expireAtOnce forgetting waits until so many snapshots can be forgotten, or one for a day
     * @param branchAgeMax branches of attempts older than this are dropped, whatever became of them
     */
    public record Past(Duration snapshotAgeMax, int snapshotsMax, int expireAtOnce, Duration branchAgeMax) {
        public Past {
            require("past.snapshotsMax", snapshotsMax);
            require("past.expireAtOnce", expireAtOnce);
        }
    }

    /**
     * The search for files that nothing refers to.
     *
     * @param ageMin they are removed when they are older than this
     * @param every how often they are looked for
     * @param filesMax most files of a table that are looked through
     */
    public record Lost(Duration ageMin, Duration every, int filesMax) {
        public Lost {
            require("lost.filesMax", filesMax);
        }
    }

    /** A drain may last four minutes and a query an hour. */
    public static final UpkeepPolicy DEFAULT = new UpkeepPolicy(
            Duration.ofHours(1),
            new Files(64L << 20, 128L << 20, 64L << 20, 10, 4L << 20),
            new Past(Duration.ofDays(5), 100, 20, Duration.ofDays(30)),
            new Lost(Duration.ofDays(3), Duration.ofDays(1), 1_000_000),
            100);

    public UpkeepPolicy {
        require("readersMax", readersMax.toMillis());
        require("manifestsMax", manifestsMax);
        requireLonger("past.snapshotAgeMax", past.snapshotAgeMax(), readersMax);
        requireLonger("past.branchAgeMax", past.branchAgeMax(), readersMax);
        requireLonger("lost.ageMin", lost.ageMin(), readersMax);
    }

    /** The same with other files. */
    public UpkeepPolicy with(Files others) {
        return new UpkeepPolicy(readersMax, others, past, lost, manifestsMax);
    }

    /** The same with another past. */
    public UpkeepPolicy with(Past other) {
        return new UpkeepPolicy(readersMax, files, other, lost, manifestsMax);
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s: %d (expected: 1 or more)".formatted(name, value));
        }
    }

    private static void requireLonger(String name, Duration value, Duration readersMax) {
        if (value.compareTo(readersMax) < 0) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: at least readersMax, %s)".formatted(name, value, readersMax));
        }
    }
}
