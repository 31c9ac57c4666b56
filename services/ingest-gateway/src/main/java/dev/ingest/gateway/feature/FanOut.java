package dev.ingest.gateway.feature;

import dev.ingest.contracts.TableRef;
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
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Gives feature views their rows: every one to the view's table, the newest of each entity to the online store. It never fails:
 * each view's failure is its own result.
 */
public final class FanOut {
    private final OnlineStore online;
    private final EnvelopeLog offline;
    private final Limits limits;
    private final Timer timer;
    private final Consumer<Throwable> unexpected;

    /**
     * How long a store may take.
     *
     * @param online for the online store
     * @param offline for the acknowledgement of what goes to a table
     */
    public record Limits(Duration online, Duration offline) {}

    /** @param unexpected hears the causes that answers do not tell */
    public FanOut(OnlineStore online, EnvelopeLog offline, Limits limits, Timer timer, Consumer<Throwable> unexpected) {
        this.online = online;
        this.offline = offline;
        this.limits = limits;
        this.timer = timer;
        this.unexpected = unexpected;
    }

    /** What a view makes of a source's records. A defect in it is the view's failure, and keeps no record from its source. */
    View.Outcome prepared(View view, List<View.Accepted> records) {
        try {
            return view.rows(records);
        } catch (RuntimeException defect) {
            unexpected.accept(defect);
            return new View.Outcome.Failed(ViewError.internal());
        }
    }

    /** Writes a view's rows; completes with the error that kept some of them out, if any. */
    CompletionStage<Optional<ViewError>> write(View view, List<OnlineRow> rows) {
        if (rows.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return offline(view, rows).thenCombine(online(view, rows), (table, store) -> table.or(() -> store));
    }

    private CompletionStage<Optional<ViewError>> offline(View view, List<OnlineRow> rows) {
        return view.spec()
                .table()
                .map(table -> outcome(Store.OFFLINE, limits.offline(), () -> append(view, table, rows)))
                .orElseGet(FanOut::nothing);
    }

    private CompletionStage<?> append(View view, TableRef table, List<OnlineRow> rows) {
        List<byte[]> records = rows.stream().map(OnlineRow::json).toList();
        return CompletableFuture.allOf(
                Envelopes.pushed(view.spec().tenant(), table, view.spec().name(), records).stream()
                        .map(envelope -> offline.append(envelope).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Optional<ViewError>> online(View view, List<OnlineRow> rows) {
        var id =
                new ViewId(view.spec().tenant(), view.spec().name(), view.spec().version());
        return view.spec().online() ? outcome(Store.ONLINE, limits.online(), () -> online.put(id, rows)) : nothing();
    }

    private static CompletionStage<Optional<ViewError>> nothing() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /** What a store's failure is called; what fails before the store has a part in it is a defect of ours. */
    private CompletionStage<Optional<ViewError>> outcome(
            Store store, Duration limit, Supplier<CompletionStage<?>> write) {
        CompletionStage<?> started;
        try {
            started = write.get();
        } catch (StoreBusyException full) {
            return CompletableFuture.completedStage(Optional.of(ViewError.busy(store)));
        } catch (RuntimeException defect) {
            unexpected.accept(defect);
            return CompletableFuture.completedStage(Optional.of(ViewError.internal()));
        }
        return timer.limit(started, limit)
                .handle((done, failure) ->
                        Optional.ofNullable(failure).map(cause -> error(store, limit, unwrapped(cause))));
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }

    private ViewError error(Store store, Duration limit, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return ViewError.timedOut(store, limit.toSeconds());
        }
        unexpected.accept(failure);
        return ViewError.writeFailed(store);
    }
}
