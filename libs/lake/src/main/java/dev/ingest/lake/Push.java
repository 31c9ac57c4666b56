package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;

/** Puts pushed messages on main, with the offsets that say so in the same commit. */
final class Push {

    private final Engine engine;

    Push(Engine engine) {
        this.engine = engine;
    }

    PushResult push(Batch batch, Offsets upTo, RejectionHandler handler) {
        requireCovered(batch, upTo);
        // not refreshed: whoever moved these offsets since this handle last looked fences it
        Progress seen = engine.progress();
        Batch fresh = batch.beyond(seen.offsets());
        List<CommitFacts> before = before(batch, seen);
        if (fresh.messages().isEmpty() && seen.offsets().cover(upTo)) {
            return new PushResult(Optional.empty(), before, List.of());
        }
        Engine.Incoming rows = engine.decode(fresh);
        if (!rows.rejections().isEmpty()) {
            handler.rejected(rows.rejections());
        }
        List<Row> winners = engine.keepsHistory() ? rows.rows() : rows.winners();
        Optional<Snapshot> committed = engine.loop(SnapshotRef.MAIN_BRANCH).run((head, files) -> {
            Progress now = unfenced(seen, upTo, head);
            return commit(new MainCommit(engine, head), fresh, rows, winners, now.withOffsets(upTo), files);
        });
        return new PushResult(committed.map(engine.history()::facts), before, rows.rejections());
    }

    private Optional<RowDelta> commit(
            MainCommit commit,
            Batch fresh,
            Engine.Incoming rows,
            List<Row> winners,
            Progress after,
            AttemptFiles files) {
        commit.kind(CommitFacts.Kind.PUSH, after)
                .set(Summary.GENERAL, Long.toString(rows.general()))
                .set(Summary.RANGES, Summary.ranges(fresh.messages()))
                .records(rows.decoded().records(), rows.rejections().size())
                .merge(winners, rows.layout(), Merge.NEWEST, files);
        return commit.update();
    }

    private Progress unfenced(Progress seen, Offsets upTo, Snapshot head) {
        Progress now = engine.history().progress(head);
        if (!now.offsets().agree(seen.offsets(), upTo)) {
            throw new FencedException("table %s: offsets are %s (expected: %s, as this handle last saw them)"
                    .formatted(engine.spec().id(), now.offsets(), seen.offsets()));
        }
        return now;
    }

    private List<CommitFacts> before(Batch batch, Progress seen) {
        List<Message> applied = batch.messages().stream()
                .filter(message -> seen.offsets().cover(message.position()))
                .toList();
        return engine.history().pushesOf(applied, engine.main());
    }

    private void requireCovered(Batch batch, Offsets upTo) {
        for (Message message : batch.messages()) {
            if (!upTo.cover(message.position())) {
                throw new IllegalArgumentException("table %s: message at %s is beyond the offsets %s of its batch"
                        .formatted(engine.spec().id(), message.position(), upTo));
            }
        }
    }
}
