package dev.ingest.lake.upkeep;

import java.time.Duration;

/**
 * How a table is kept.
 *
 * @param fileBytes size that data files grow to
 * @param groupBytesMax most bytes of data files that a compaction rewrites at once
 * @param memoryBytes most bytes of memory that a compaction takes for what it reads side by side, as far as it can choose
 * @param readsToPayBack a compaction is worth it when so many reads of the whole table win back what it costs
 * @param bytesPerSecond how fast a compaction is taken to be at least, when it is asked whether it fits a deadline
 * @param readersMax longest time that a reader may need a snapshot for, or a commit in flight its files: nothing younger is ever
 *     removed, not even what nothing refers to any more
 * @param snapshotAgeMax snapshots older than this are forgotten
 * @param snapshotsMax of main; older ones than the last so many are forgotten, but none younger than {@code readersMax}
 * @param expireAtOnce forgetting waits until so many snapshots can be forgotten, or one for a day
 * @param branchAgeMax branches of attempts older than this are dropped, whatever became of them
 * @param orphanAgeMin files that nothing refers to are removed when they are older than this
 * @param orphansEvery how often they are looked for
 * @param orphanFilesMax most files of a table that are looked through for orphans
 * @param manifestsMax main's manifests of data files are rewritten when they are more
 */
public record UpkeepPolicy(
        long fileBytes,
        long groupBytesMax,
        long memoryBytes,
        int readsToPayBack,
        long bytesPerSecond,
        Duration readersMax,
        Duration snapshotAgeMax,
        int snapshotsMax,
        int expireAtOnce,
        Duration branchAgeMax,
        Duration orphanAgeMin,
        Duration orphansEvery,
        int orphanFilesMax,
        int manifestsMax) {

    /** A drain may last four minutes and a query an hour. */
    public static final UpkeepPolicy DEFAULT = new UpkeepPolicy(
            64L << 20,
            128L << 20,
            64L << 20,
            10,
            4L << 20,
            Duration.ofHours(1),
            Duration.ofDays(5),
            100,
            20,
            Duration.ofDays(30),
            Duration.ofDays(3),
            Duration.ofDays(1),
            1_000_000,
            100);

    public UpkeepPolicy {
        require("fileBytes", fileBytes);
        require("groupBytesMax", groupBytesMax);
        require("memoryBytes", memoryBytes);
        require("readsToPayBack", readsToPayBack);
        require("bytesPerSecond", bytesPerSecond);
        require("readersMax", readersMax.toMillis());
        require("snapshotsMax", snapshotsMax);
        require("expireAtOnce", expireAtOnce);
        require("orphanFilesMax", orphanFilesMax);
        require("manifestsMax", manifestsMax);
        requireLonger("snapshotAgeMax", snapshotAgeMax, readersMax);
        requireLonger("branchAgeMax", branchAgeMax, readersMax);
        requireLonger("orphanAgeMin", orphanAgeMin, readersMax);
    }

    /** The same with another limit to what is kept of main's past. */
    public UpkeepPolicy withSnapshots(Duration ageMax, int max) {
        return new UpkeepPolicy(
                fileBytes,
                groupBytesMax,
                memoryBytes,
                readsToPayBack,
                bytesPerSecond,
                readersMax,
                ageMax,
                max,
                expireAtOnce,
                branchAgeMax,
                orphanAgeMin,
                orphansEvery,
                orphanFilesMax,
                manifestsMax);
    }

    /** The same with data files of another size. */
    public UpkeepPolicy withFiles(long bytes, long groupMax) {
        return new UpkeepPolicy(
                bytes,
                groupMax,
                memoryBytes,
                readsToPayBack,
                bytesPerSecond,
                readersMax,
                snapshotAgeMax,
                snapshotsMax,
                expireAtOnce,
                branchAgeMax,
                orphanAgeMin,
                orphansEvery,
                orphanFilesMax,
                manifestsMax);
    }

    /** The same with another share of the memory. */
    public UpkeepPolicy withMemory(long bytes) {
        return new UpkeepPolicy(
                fileBytes,
                groupBytesMax,
                bytes,
                readsToPayBack,
                bytesPerSecond,
                readersMax,
                snapshotAgeMax,
                snapshotsMax,
                expireAtOnce,
                branchAgeMax,
                orphanAgeMin,
                orphansEvery,
                orphanFilesMax,
                manifestsMax);
    }

    /** The same with another search for orphans. */
    public UpkeepPolicy withOrphans(Duration ageMin, Duration every) {
        return new UpkeepPolicy(
                fileBytes,
                groupBytesMax,
                memoryBytes,
                readsToPayBack,
                bytesPerSecond,
                readersMax,
                snapshotAgeMax,
                snapshotsMax,
                expireAtOnce,
                branchAgeMax,
                ageMin,
                every,
                orphanFilesMax,
                manifestsMax);
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
