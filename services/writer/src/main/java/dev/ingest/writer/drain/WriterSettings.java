package dev.ingest.writer.drain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** How long the writer insists, and how much it takes at once. */
@ConfigMapping(prefix = "ingest.writer")
interface WriterSettings {
    /**
     * A table that could not be committed for this long fails the drain: the partition stays where it is, the drain is reported
     * as failed, and the next wakeup tries again.
     */
    @WithDefault("30S")
    Duration commitPatience();

    /**
     * A table that cannot be committed although its messages have waited for this long has them parked, so that its neighbours on
     * the partition go on.
     */
    @WithDefault("10M")
    Duration outageMax();

    /** Longest time that a drain spends on what waits for its tables before it reads what is new. */
    @WithDefault("60S")
    Duration replayMax();

    /** Longest wait for the acknowledgement of facts, after which the drain fails and they are told again by the next. */
    @WithDefault("30S")
    Duration factTimeout();

    /** Pause between two tries of a commit. */
    @WithDefault("0.5S")
    Duration commitPause();

    /** A greater record becomes a dead letter; the lake reads none over 16 MiB. */
    @WithDefault("16777216")
    int recordBytesMax();

    /** Most bytes of records that become one commit; one message more may be over it. */
    @WithDefault("16777216")
    long stepBytesMax();

    /**
     * Most bytes of records that this process turns into rows at once, for all its tables; rows take several times as much. Steps
     * beyond wait, and their partitions are read no further. Not given, it is an eighth of the heap.
     */
    OptionalLong memoryBytesMax();

    /**
     * Most bytes of the heap that messages take, headers and all, for all partitions that this process drains, until their tables
     * have their turn. Beyond it, it reads no further: Kafka keeps them. One table holds half of it; what comes for it then is
     * passed over, and read again by the next drain of the partition, so that those behind it have their turn. Not given, it is an
     * eighth of the heap.
     */
    OptionalLong windowBytesMax();

    /** Most steps of a table's turn, which ends sooner when they are {@link #stepBytesMax} together; then it is another table's. */
    @WithDefault("10")
    int turnStepsMax();

    /** How tables are looked after when a drain has done its messages. */
    Upkeep upkeep();

    /** Upkeep of tables. */
    interface Upkeep {
        /** Whether this writer does it. Off only where something else compacts these tables and forgets their snapshots. */
        @WithDefault("true")
        boolean enabled();

        /** A table is not looked at again within this time. */
        @WithDefault("1M")
        Duration pause();

        /**
         * One drain's upkeep takes no longer: messages that come meanwhile wait for its end. Where tables wait for their upkeep,
         * messages get this much less of a drain, because a partition that always has messages would never have any.
         */
        @WithDefault("30S")
        Duration roundMax();

        /** Size that data files grow to, in bytes. */
        @WithDefault("67108864")
        long fileBytes();

        /** Snapshots older than this can no longer be read. */
        @WithDefault("5D")
        Duration snapshotAgeMax();

        /** Of main's snapshots no more than the last so many can be read, except those younger than an hour. */
        @WithDefault("100")
        int snapshotsMax();

        /**
         * Large records that travelled outside Kafka are removed when they are older: longer than Kafka and {@code ingest.parked}
         * keep the messages that name them.
         */
        @WithDefault("30D")
        Duration claimAgeMin();

        /** Files that nothing refers to are removed when they are older. */
        @WithDefault("3D")
        Duration orphanAgeMin();
    }
}
