package dev.ingest.executor.slice;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.budget.Budgets;
import dev.ingest.executor.session.Sources;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells how an attempt ended: the writer by a marker behind its pages, the scheduler by a fact where no commit will do so. */
@Singleton
final class SliceEnding {
    private static final Logger LOG = Logger.getLogger(SliceEnding.class);

    private final Sources sources;
    private final SliceTeller teller;
    private final Budgets budgets;

    SliceEnding(Sources sources, SliceTeller teller, Budgets budgets) {
        this.sources = sources;
        this.teller = teller;
        this.budgets = budgets;
    }

    void tell(SliceRequested request, SliceAttempt attempt, PageSender pages, long bytes, SliceResult result) {
        switch (result) {
            case SliceResult.Completed completed -> {
                completed
                        .reported()
                        .ifPresent(records -> teller.fact(new SliceReported(request.tenant(), attempt, records)));
                complete(
                        request,
                        new SliceCompleted(attempt, pages.pages(), pages.records(), bytes, completed.cursor()));
            }
            case SliceResult.Deferred deferred -> defer(request, attempt, pages, bytes, deferred);
            case SliceResult.Failed failed -> fail(request, attempt, failed);
        }
    }

    private void complete(SliceRequested request, SliceCompleted completed) {
        teller.marker(request.tenant(), request.table(), completed);
        LOG.infof(
                "slice completed: slice=%s attempt=%s pages=%d records=%d bytes=%d rest=%s",
                completed.attempt().slice(),
                completed.attempt().attempt(),
                completed.pages(),
                completed.records(),
                completed.bytes(),
                completed.rest());
    }

    /**
     * What was fetched becomes a shorter slice. It moves no checkpoint, because its end is not one of the plan's, and it carries its
     * rest: whoever learns of the one learns of the other.
     */
    private void defer(
            SliceRequested request, SliceAttempt attempt, PageSender pages, long bytes, SliceResult.Deferred deferred) {
        // Before anybody hears of the rest: whoever takes it up must know that the API is to be left alone.
        budgets.keep(
                request.tenant(),
                request.credential(),
                sources.session(request.tenant(), request.credential()).budget());
        if (pages.records() > 0) {
            var rest = new Rest(deferred.cursor(), deferred.notBefore());
            complete(
                    request,
                    new SliceCompleted(
                            attempt, pages.pages(), pages.records(), bytes, Optional.empty(), Optional.of(rest)));
            return;
        }
        teller.marker(request.tenant(), request.table(), new SliceAborted(attempt));
        teller.fact(new SliceDeferred(request.tenant(), attempt, Optional.of(deferred.cursor()), deferred.notBefore()));
        LOG.infof(
                "slice deferred: slice=%s attempt=%s notBefore=%s",
                attempt.slice(), attempt.attempt(), deferred.notBefore());
    }

    private void fail(SliceRequested request, SliceAttempt attempt, SliceResult.Failed failed) {
        teller.marker(request.tenant(), request.table(), new SliceAborted(attempt));
        teller.fact(new SliceFailed(request.tenant(), attempt, kind(failed.kind()), failed.message()));
        LOG.warnf(
                "slice failed: slice=%s attempt=%s kind=%s message=%s",
                attempt.slice(), attempt.attempt(), failed.kind(), failed.message());
    }

    private static SliceFailed.Kind kind(ReadException.Kind kind) {
        return switch (kind) {
            case AUTH -> SliceFailed.Kind.AUTH;
            case RATE_LIMIT -> SliceFailed.Kind.RATE_LIMIT;
            case TRANSIENT -> SliceFailed.Kind.TRANSIENT;
            case CONFIG -> SliceFailed.Kind.CONFIG;
        };
    }
}
