package dev.ingest.gateway.feature;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Deadlines;
import dev.ingest.gateway.envelope.EnvelopeLog;
import dev.ingest.gateway.envelope.Envelopes;
import dev.ingest.gateway.envelope.Timer;
import dev.ingest.gateway.feature.ViewError.Store;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives feature views their rows: every one to the view's table, the newest of each entity to the online store. It never fails:
 * each view's failure is its own result.
 */
public final class FanOut {
    private final OnlineStore online;
    private final EnvelopeLog offline;
    private final Threads threads;
    private final Duration transformationMax;
    private final LongSupplier nanos;
    private final Deadlines onlineDeadlines;
    private final Deadlines offlineDeadlines;
    private final Consumer<Throwable> defects;
    private final Consumer<Throwable> failures;

    /**
     * How long each part of a view's way may take.
     *
     * @param transformation of all records of a post
     * @param online for the online store
     * @param offline for the acknowledgement of what goes to a table
     */
    public record Limits(Duration transformation, Duration online, Duration offline) {}

    /**
     * On which threads a store is written to. Never on the caller's: that is Kafka's own sender once the records are durable, and a
     * write to Kafka that waits there waits for itself. One that has too much to do refuses more.
     *
     * @param online asks the control plane and the online store
     * @param offline hands rows to Kafka, which may make it wait
     */
    public record Threads(Executor online, Executor offline) {}

    /** What a view is by now; nothing if it is not registered any more. May block. */
    interface Current {
        Optional<FeatureViewSpec.State> state(FeatureViewSpec view);
    }

    /**
     * @param nanos a clock for durations
     * @param defects hears of what should not be, whose causes answers do not tell
     * @param failures hears why the stores and the control plane could not be used
     */
    public FanOut(
            OnlineStore online,
            EnvelopeLog offline,
            Limits limits,
            Threads threads,
            Timer timer,
            LongSupplier nanos,
            Consumer<Throwable> defects,
            Consumer<Throwable> failures) {
        this.online = online;
        this.offline = offline;
        this.threads = threads;
        this.transformationMax = limits.transformation();
        this.nanos = nanos;
        this.onlineDeadlines = new Deadlines(limits.online(), timer, nanos);
        this.offlineDeadlines = new Deadlines(limits.offline(), timer, nanos);
        this.defects = defects;
        this.failures = failures;
    }

    /** What a view makes of a source's records. A defect in it is the view's failure, and keeps no record from its source. */
    View.Outcome prepared(View view, List<View.Accepted> records) {
        long end = nanos.getAsLong() + transformationMax.toNanos();
        try {
            return view.rows(records, () -> goOnUntil(end));
        } catch (RuntimeException defect) {
            defects.accept(defect);
            return new View.Outcome.Failed(ViewError.internal());
        }
    }

    private void goOnUntil(long end) {
        if (nanos.getAsLong() - end > 0) {
            throw new View.TooLongException(transformationMax);
        }
    }

    /**
     * Writes a view's rows; completes with the error that kept some of them out, if any. A view that was dropped or suspended since
     * the post came gets none: nobody would ever remove them.
     */
    CompletionStage<Optional<ViewError>> write(View view, List<OnlineRow> rows, Current current) {
        if (rows.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        try {
            var asked = CompletableFuture.supplyAsync(() -> refused(view, current), threads.online());
            return onlineDeadlines
                    .limited(asked)
                    .exceptionally(late -> Optional.of(ViewError.busy(Store.ONLINE)))
                    .thenCompose(refused -> refused.isPresent()
                            ? CompletableFuture.completedStage(refused)
                            : offline(view, rows)
                                    .thenCombine(online(view, rows), (table, store) -> table.or(() -> store)));
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Optional.of(ViewError.busy(Store.ONLINE)));
        }
    }

    private Optional<ViewError> refused(View view, Current current) {
        try {
            return current.state(view.spec())
                    .map(state -> state == FeatureViewSpec.State.ACTIVE
                            ? Optional.<ViewError>empty()
                            : Optional.of(ViewError.suspended()))
                    .orElseGet(() -> Optional.of(ViewError.notFound()));
        } catch (IngestException unknown) {
            failures.accept(unknown); // nobody says that it changed
            return Optional.empty();
        }
    }

    private CompletionStage<Optional<ViewError>> offline(View view, List<OnlineRow> rows) {
        return view.spec()
                .table()
                .map(table ->
                        outcome(Store.OFFLINE, offlineDeadlines, () -> append(view, table, rows), threads.offline()))
                .orElseGet(FanOut::nothing);
    }

    private CompletionStage<?> append(View view, TableRef table, List<OnlineRow> rows) {
        List<byte[]> records = rows.stream().map(OnlineRow::json).toList();
        return CompletableFuture.allOf(
                Envelopes.pushed(view.spec().tenant(), table, view.spec().name(), records, view.patience()).stream()
                        .map(envelope -> offline.append(envelope).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Optional<ViewError>> online(View view, List<OnlineRow> rows) {
        var id =
                new ViewId(view.spec().tenant(), view.spec().name(), view.spec().version());
        return view.spec().online()
                ? outcome(Store.ONLINE, onlineDeadlines, () -> online.put(id, rows), Runnable::run)
                : nothing();
    }

    private static CompletionStage<Optional<ViewError>> nothing() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /** What a store's failure is called; what fails before the store has a part in it is a defect of ours. */
    private CompletionStage<Optional<ViewError>> outcome(
            Store store, Deadlines deadlines, Supplier<CompletionStage<?>> write, Executor thread) {
        CompletableFuture<Optional<ViewError>> outcome;
        try {
            outcome = CompletableFuture.supplyAsync(() -> started(store, write), thread)
                    .thenCompose(Function.identity());
        } catch (RejectedExecutionException full) {
            return CompletableFuture.completedStage(Optional.of(ViewError.busy(store)));
        }
        return deadlines.limited(outcome).exceptionally(failure -> Optional.of(error(store, deadlines, failure)));
    }

    private CompletionStage<Optional<ViewError>> started(Store store, Supplier<CompletionStage<?>> write) {
        try {
            return write.get().thenApply(done -> Optional.empty());
        } catch (StoreBusyException full) {
            return CompletableFuture.completedStage(Optional.of(ViewError.busy(store)));
        } catch (RuntimeException defect) {
            defects.accept(defect);
            return CompletableFuture.completedStage(Optional.of(ViewError.internal()));
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private ViewError error(Store store, Deadlines deadlines, Throwable wrapped) {
        Throwable failure = unwrapped(wrapped);
        if (failure instanceof TimeoutException) {
            return ViewError.timedOut(store, deadlines.waitMax().toSeconds());
        }
        failures.accept(failure);
        return ViewError.writeFailed(store);
    }
}
