package dev.ingest.lake;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;

/** Collects the pages of an attempt on a branch of its own, out of every reader's sight. */
final class Stage {

    private final Engine engine;

    Stage(Engine engine) {
        this.engine = engine;
    }

    StageResult stage(SliceAttempt attempt, Batch batch, RejectionHandler handler) {
        engine.table().refresh();
        if (engine.progress().slices(attempt.stream()).contains(attempt.number())) {
            return new StageResult.AlreadyPublished();
        }
        Optional<String> newer = dropOlder(attempt);
        if (newer.isPresent()) {
            return new StageResult.Superseded(newer.get());
        }
        Snapshot branch = engine.branch(attempt.branch());
        Batch fresh = batch.beyond(Summary.offsets(branch));
        if (fresh.messages().isEmpty()) {
            return staged(branch, List.of());
        }
        Engine.Incoming rows = engine.decode(refuseDeletes(fresh));
        var sliceRejections = new SliceRejections(
                attempt, Summary.counts(branch, Summary.REJECTED_COUNTS), SliceRejections.REMEMBERED_MAX);
        List<Rejection> rejections = sliceRejections.named(rows.rejections());
        if (!rejections.isEmpty()) {
            handler.rejected(rejections);
        }
        Snapshot done = engine.loop(attempt.branch())
                .run((head, files) -> append(attempt, fresh, rows, branch, head, files)
                        .map(append ->
                                append.set(Summary.REJECTED_COUNTS, Summary.writeCounts(sliceRejections.counts()))))
                .orElseThrow();
        return staged(done, rejections);
    }

    private Optional<AppendFiles> append(
            SliceAttempt attempt, Batch fresh, Engine.Incoming rows, Snapshot seen, Snapshot head, AttemptFiles files) {
        if (!Summary.offsets(head).equals(Summary.offsets(seen))) {
            throw new FencedException("table %s, branch %s: offsets are %s (expected: %s, as they were a moment ago)"
                    .formatted(engine.spec().id(), attempt.branch(), Summary.offsets(head), Summary.offsets(seen)));
        }
        Offsets offsets = fresh.messages().stream()
                .map(message -> Offsets.of(message.position()))
                .reduce(Summary.offsets(head), Offsets::max);
        AppendFiles append = engine.table()
                .newFastAppend()
                .toBranch(attempt.branch())
                .set(Summary.OFFSETS, Summary.write(offsets))
                .set(Summary.GENERAL, Long.toString(rows.general()))
                .set(Summary.SLICE, Summary.write(attempt))
                .set(Summary.PAGES, sum(head, Summary.PAGES, fresh.messages().size()))
                .set(Summary.RECORDS, sum(head, Summary.RECORDS, rows.decoded().records()))
                .set(
                        Summary.REJECTED,
                        sum(head, Summary.REJECTED, rows.rejections().size()));
        for (DataFile file : files.data(rows.distinct(engine.keepsHistory()), rows.layout())) {
            append.appendFile(file);
        }
        return Optional.of(append);
    }

    /** Drops what older attempts of the slice have staged; answers the newest attempt that is newer than this one. */
    private Optional<String> dropOlder(SliceAttempt attempt) {
        Optional<String> newer = Optional.empty();
        for (SliceAttempt other : engine.attempts(attempt)) {
            int age = other.attempt().compareTo(attempt.attempt());
            if (age > 0) {
                newer = Optional.of(other.attempt());
            } else if (age < 0) {
                engine.dropBranch(other);
            }
        }
        return newer;
    }

    /** A branch has no place for the absence of a row: deletes are pushed, not staged. */
    private Batch refuseDeletes(Batch batch) {
        for (Message message : batch.messages()) {
            if (message.op() == Op.DELETE) {
                throw new IllegalArgumentException("table %s: deletes at %s cannot be staged (expected: upserts)"
                        .formatted(engine.spec().id(), message.position()));
            }
        }
        return batch;
    }

    private static StageResult staged(Snapshot branch, List<Rejection> rejections) {
        return new StageResult.Staged(
                Summary.number(branch, Summary.PAGES), Summary.number(branch, Summary.RECORDS), rejections);
    }

    private static String sum(Snapshot head, String name, long more) {
        return Long.toString(Summary.number(head, name) + more);
    }
}
