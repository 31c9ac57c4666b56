package dev.ingest.lake.upkeep;

import java.util.Map;
import org.apache.iceberg.Snapshot;

/** What a table's snapshots say about progress: upkeep carries it along and never loses it. */
public interface Ledger {

    /** Whether a snapshot says itself what is applied. */
    boolean carries(Snapshot snapshot);

    /**
     * The words of a summary that a commit on top of {@code head} needs, so that it says what is applied.
     *
     * @throws RuntimeException when no ancestor of {@code head} says it
     */
    Map<String, String> carried(Snapshot head);

    /** Whether the branch that ends in {@code staged} belongs to a slice that is on {@code main} already. */
    boolean isFinished(Snapshot staged, Snapshot main);
}
