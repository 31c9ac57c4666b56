package dev.ingest.platform.drain;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.contracts.event.StreamWork.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a drain does for each stream, as its handler tells it while it works. For any thread. */
public final class DrainWork {
    private static final Comparator<StreamWork> MOST_RECORDS =
            Comparator.comparingLong(StreamWork::records).reversed();

    private final Map<Key, StreamWork> streams = new HashMap<>();
    private boolean news;

    private record Key(String tenant, TableRef table) {}

    /** Messages of a stream were read. */
    public void met(String tenant, TableRef table) {
        add(new StreamWork(tenant, table, Optional.empty(), 0, Duration.ZERO, Outcome.MET));
    }

    /**
     * Messages of a stream were read that say with what batch size it will be worked on.
     *
     * @param batch as {@link StreamWork#batch}
     */
    public void met(String tenant, TableRef table, int batch) {
        add(new StreamWork(tenant, table, Optional.of(batch), 0, Duration.ZERO, Outcome.MET));
    }

    /**
     * A piece of a stream's work is done.
     *
     * @param batch the batch size that it was done with
     * @param records the records in it
     * @param took how long it took, or zero if that was not its own doing
     */
    public void worked(String tenant, TableRef table, int batch, long records, Duration took) {
        add(new StreamWork(tenant, table, Optional.of(batch), records, took, Outcome.WORKED));
    }

    /** A piece of a stream's work failed. */
    public void failed(String tenant, TableRef table) {
        add(new StreamWork(tenant, table, Optional.empty(), 0, Duration.ZERO, Outcome.FAILED));
    }

    /** A piece of a stream's work was cut off. */
    public void timedOut(String tenant, TableRef table) {
        add(new StreamWork(tenant, table, Optional.empty(), 0, Duration.ZERO, Outcome.TIMED_OUT));
    }

    private synchronized void add(StreamWork more) {
        Key key = new Key(more.tenant(), more.table());
        StreamWork known = streams.putIfAbsent(key, more);
        if (known == null) {
            news = true;
        } else {
            streams.put(key, both(known, more));
        }
    }

    private static StreamWork both(StreamWork one, StreamWork other) {
        return new StreamWork(
                one.tenant(),
                one.table(),
                one.batch()
                        .map(batch -> Math.max(batch, other.batch().orElse(batch)))
                        .or(other::batch),
                one.records() + other.records(),
                one.longest().compareTo(other.longest()) > 0 ? one.longest() : other.longest(),
                one.outcome().compareTo(other.outcome()) > 0 ? one.outcome() : other.outcome());
    }

    /** Whether a stream has come since this was asked last. */
    synchronized boolean hasNews() {
        boolean had = news;
        news = false;
        return had;
    }

    /** As many as a report names, those with the most records. */
    synchronized List<StreamWork> streams() {
        return streams.values().stream()
                .sorted(MOST_RECORDS)
                .limit(InvocationReported.STREAMS_MAX)
                .toList();
    }
}
