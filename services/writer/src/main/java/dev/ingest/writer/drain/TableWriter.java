package dev.ingest.writer.drain;

import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Collected;
import dev.ingest.lake.CommitFacts;
import dev.ingest.lake.Expected;
import dev.ingest.lake.IncompleteRefreshException;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.Message;
import dev.ingest.lake.MismatchException;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.PublishResult;
import dev.ingest.lake.PushResult;
import dev.ingest.lake.Reached;
import dev.ingest.lake.StageResult;
import dev.ingest.platform.drain.FencedException;
import java.util.List;
import org.jboss.logging.Logger;

/** Does a table's steps. What a step finds applied already, it tells again from the table's own summary. */
final class TableWriter {
    private static final Logger LOG = Logger.getLogger(TableWriter.class);

    private final TableKey key;
    private final Lake lake;
    private final LakeTable table;
    private final ClaimedRecords claimed;
    private final Insistence insist;
    private final Facts facts;
    private final Rejections rejections;
    private final Letters letters;
    private final Replay replay;

    TableWriter(
            TableKey key,
            Lake lake,
            LakeTable table,
            ClaimedRecords claimed,
            Insistence insist,
            Facts facts,
            Rejections rejections,
            Letters letters,
            Replay replay) {
        this.key = key;
        this.lake = lake;
        this.table = table;
        this.claimed = claimed;
        this.insist = insist;
        this.facts = facts;
        this.rejections = rejections;
        this.letters = letters;
        this.replay = replay;
    }

    /** Does a step. */
    void perform(Step step) throws FencedException, InterruptedException {
        switch (step) {
            case Step.Push push -> push(push.messages());
            case Step.Stage stage -> stage(stage.attempt(), stage.messages());
            case Step.Mark mark -> mark(mark.message());
        }
    }

    private void push(List<Incoming.Records> messages) throws FencedException, InterruptedException {
        Offsets upTo = Offsets.of(messages.stream().map(Incoming::position));
        // Also once more by once more: whoever was faster may have taken a letter.
        PushResult result = insist.on(() -> table.push(
                batch(letters.current(messages, () -> table.progress().offsets())),
                upTo,
                rejected -> rejections.keep(messages, letters.first(messages, rejected))));
        var arrived = new ArrivedBytes(messages);
        result.before().forEach(commit -> committed(commit, arrived.upTo(commit.offsets())));
        result.commit().ifPresent(commit -> committed(commit, arrived.upTo(commit.offsets())));
    }

    private void stage(SliceAttempt attempt, List<Incoming.Records> messages)
            throws FencedException, InterruptedException {
        Batch batch = insist.on(() -> batch(messages));
        StageResult result = insist.on(
                () -> table.stage(Slices.inLake(attempt), batch, rejected -> rejections.keep(messages, rejected)));
        switch (result) {
            case StageResult.Staged staged ->
                LOG.debugf("staged: table=%s attempt=%s pages=%d", key, attempt.attempt(), staged.pages());
            case StageResult.Superseded late -> superseded(attempt, late.newerAttempt());
            case StageResult.AlreadyPublished published ->
                LOG.debugf("published before: table=%s slice=%s", key, attempt.slice());
        }
    }

    private void mark(Incoming.Marked message) throws FencedException, InterruptedException {
        switch (message.marker()) {
            case SliceCompleted completed -> complete(completed);
            case SliceAborted aborted -> insist.run(() -> table.drop(Slices.inLake(aborted.attempt())));
            case StreamCompleted all -> swap(all);
            // The drain looks after every table that it has messages of.
            case DoUpkeep request -> LOG.debugf("upkeep: table=%s request=%s", key, request.request());
            case ReplayDeadLetters request -> {
                LOG.infof("replay: table=%s request=%s", key, request.request());
                replay.of(request, lake.deadLetters(table.id()));
            }
        }
    }

    private void complete(SliceCompleted completed) throws FencedException, InterruptedException {
        try {
            if (refreshes()) {
                collect(completed);
            } else {
                publish(completed);
            }
        } catch (MismatchException mismatch) {
            LOG.errorf("not published: table=%s cause=%s", key, mismatch.getMessage());
            facts.failed(completed.attempt(), SliceFailed.Kind.TRANSIENT, String.valueOf(mismatch.getMessage()));
        }
    }

    private boolean refreshes() {
        return table.spec().mergeMode() == MergeMode.FULL_REFRESH;
    }

    private void collect(SliceCompleted completed) throws FencedException, InterruptedException {
        PublishResult result = insist.on(
                () -> table.collect(Slices.inLake(completed.attempt()), expected(completed), reached(completed)));
        switch (result) {
            case PublishResult.Published now -> facts.staged(completed.attempt(), now.commit(), completed.bytes());
            // None: its run is over, and the swap tells of all its slices.
            case PublishResult.AlreadyApplied before ->
                before.commit().ifPresent(commit -> facts.staged(completed.attempt(), commit, completed.bytes()));
            case PublishResult.Superseded late -> superseded(completed.attempt(), late.newerAttempt());
        }
    }

    private void swap(StreamCompleted all) throws FencedException, InterruptedException {
        if (!refreshes()) {
            LOG.warnf(
                    "no full refresh: table=%s run=%s stream=%s", key, all.of().run(), all.of().stream());
            return;
        }
        try {
            PublishResult result = insist.on(() ->
                    table.swap(Slices.inLake(all.of()), new Collected(all.slices(), all.through(), all.records())));
            switch (result) {
                case PublishResult.Published now -> committed(now.commit(), all.bytes());
                case PublishResult.AlreadyApplied before ->
                    before.commit()
                            .ifPresentOrElse(
                                    commit -> committed(commit, all.bytes()),
                                    () -> LOG.infof(
                                            "superseded: table=%s run=%s",
                                            key, all.of().run()));
                case PublishResult.Superseded never ->
                    throw new IllegalStateException("a run has no attempts: " + never);
            }
        } catch (IncompleteRefreshException incomplete) {
            LOG.errorf("not swapped in: table=%s cause=%s", key, incomplete.getMessage());
            facts.failed(all.of(), SliceFailed.Kind.TRANSIENT, String.valueOf(incomplete.getMessage()));
        }
    }

    private static Expected expected(SliceCompleted completed) {
        return new Expected(completed.pages(), completed.records());
    }

    private static Reached reached(SliceCompleted completed) {
        return new Reached(completed.state(), completed.rest().map(Rests::inLake));
    }

    private void publish(SliceCompleted completed) throws FencedException, InterruptedException {
        tell(
                completed,
                insist.on(() -> table.publish(
                        Slices.inLake(completed.attempt()), expected(completed), reached(completed), Offsets.none())));
    }

    private void tell(SliceCompleted completed, PublishResult result) {
        switch (result) {
            case PublishResult.Published now -> committed(now.commit(), completed.bytes());
            case PublishResult.AlreadyApplied before ->
                before.commit()
                        .ifPresentOrElse(
                                commit -> committed(commit, completed.bytes()),
                                () -> LOG.warnf(
                                        "published before, and its commit has expired: table=%s slice=%s",
                                        key, completed.attempt().slice()));
            // The newer attempt's own marker brings the slice's commit, or its failure.
            case PublishResult.Superseded late -> superseded(completed.attempt(), late.newerAttempt());
        }
    }

    private void committed(CommitFacts commit, long bytes) {
        facts.committed(commit, bytes, table.metadataFile());
    }

    private void superseded(SliceAttempt attempt, String newer) {
        LOG.infof("superseded: table=%s attempt=%s by=%s", key, attempt.attempt(), newer);
    }

    private Batch batch(List<Incoming.Records> messages) {
        return new Batch(messages.stream().map(this::message).toList());
    }

    private Message message(Incoming.Records message) {
        Envelope envelope = message.envelope();
        Op op = operation(envelope.operation());
        return envelope.claim()
                .map(claim -> envelope.refused()
                        .map(reason -> Message.refused(message.position(), op, claim, reason))
                        .orElseGet(() -> claimed.message(message.position(), op, claim)))
                .orElseGet(() -> new Message(message.position(), op, envelope.body()));
    }

    private static Op operation(Operation operation) {
        return switch (operation) {
            case UPSERT -> Op.UPSERT;
            case DELETE -> Op.DELETE;
        };
    }
}
