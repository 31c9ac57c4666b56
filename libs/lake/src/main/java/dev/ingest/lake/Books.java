package dev.ingest.lake;

import dev.ingest.lake.upkeep.Ledger;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Snapshot;

/** What upkeep has to know of our snapshots. */
final class Books implements Ledger {

    private final History history;

    Books(History history) {
        this.history = history;
    }

    @Override
    public boolean carries(Snapshot snapshot) {
        return History.carries(snapshot);
    }

    @Override
    public Map<String, String> carried(Snapshot head) {
        Snapshot carrier = history.carrier(head);
        return Map.of(
                Summary.OFFSETS, Objects.requireNonNull(carrier.summary().get(Summary.OFFSETS)),
                Summary.SLICES, carrier.summary().getOrDefault(Summary.SLICES, "{}"));
    }

    @Override
    public boolean isFinished(Snapshot staged, Snapshot main) {
        if (!staged.summary().containsKey(Summary.SLICE)) {
            return false;
        }
        SliceAttempt slice = Summary.slice(staged);
        return history.progress(main).slices(slice.stream()).contains(slice.number());
    }
}
