package dev.ingest.executor.slice;

import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.PageSink.Flow;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.budget.Budgets;
import dev.ingest.executor.session.Sources;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Runs one slice: every page becomes envelopes, the end becomes a marker behind them, and whoever has to know is told. Nothing of a
 * slice is kept afterwards; running it twice is harmless, because each run is an attempt of its own.
 */
@Singleton
public final class SliceRunner {
    private static final Logger LOG = Logger.getLogger(SliceRunner.class);

    private final ControlPlane control;
    private final Sources sources;
    private final SliceTeller teller;
    private final Budgets budgets;
    private final Clock clock = Clock.systemUTC();
    private final Ulid attempts = new Ulid(clock);

    SliceRunner(ControlPlane control, Sources sources, SliceTeller teller, Budgets budgets) {
        this.control = control;
        this.sources = sources;
        this.teller = teller;
        this.budgets = budgets;
    }

    /**
     * Runs a slice to its end, or hands the rest back at the deadline.
     *
     * @throws IngestException if the control plane or the secret store is away: the request stays where it is. What they refuse
     *     fails the slice, because asking again would not help
     */
    public void run(SliceRequested request, Instant deadline) {
        SliceAttempt attempt = request.attempt(attempts.next());
        LOG.infof(
                "slice starts: tenant=%s pipeline=%s stream=%s slice=%s attempt=%s",
                request.tenant(), request.pipeline(), request.stream(), request.slice(), attempt.attempt());
        var pages = new PageSender(request.tenant(), request.table(), attempt, request.batch(), teller::records);
        var bytes = new AtomicLong();
        SliceResult result;
        try {
            result = read(request, deadline, pages, bytes);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("slice %s was cut off".formatted(request.slice()));
            }
            pages.finish();
        } catch (PageSender.RecordTooLargeException tooLarge) {
            result = new SliceResult.Failed(ReadException.Kind.CONFIG, String.valueOf(tooLarge.getMessage()));
        }
        tell(request, attempt, pages, bytes, result);
    }

    private void tell(
            SliceRequested request, SliceAttempt attempt, PageSender pages, AtomicLong bytes, SliceResult result) {
        switch (result) {
            case SliceResult.Completed completed ->
                complete(
                        request,
                        new SliceCompleted(attempt, pages.pages(), pages.records(), bytes.get(), completed.cursor()));
            case SliceResult.Deferred deferred -> defer(request, attempt, pages, bytes.get(), deferred);
            case SliceResult.Failed failed -> fail(request, attempt, failed);
        }
    }

    private SliceResult read(SliceRequested request, Instant deadline, PageSender pages, AtomicLong bytes) {
        String tenant = request.tenant();
        ConnectorSession session = sources.session(tenant, request.credential());
        try {
            PipelineSpec pipeline = control.pipeline(tenant, request.pipeline());
            Map<String, Object> config = sources.filled(pipeline.config(), tenant, request.credential());
            var slice = new Slice(request.start(), request.end(), request.state());
            return sources.configured(request, config, deadline).read(request.stream(), slice, page -> {
                bytes.addAndGet(page.bytes());
                pages.send(page.records());
                return Flow.CONTINUE;
            });
        } catch (ManifestException invalid) {
            return new SliceResult.Failed(ReadException.Kind.CONFIG, String.valueOf(invalid.getMessage()));
        } catch (IngestException refused) {
            if (Outage.is(refused)) {
                throw refused;
            }
            return new SliceResult.Failed(ReadException.Kind.CONFIG, String.valueOf(refused.getMessage()));
        } catch (PageSender.NotDurableException | PageSender.RecordTooLargeException ofTheSink) {
            throw ofTheSink;
        } catch (RuntimeException defect) {
            return defect(request, session, defect);
        }
    }

    /** A defect of the runtime fails this slice only: thrown on, it would stop everyone behind it on the partition. */
    private static SliceResult defect(SliceRequested request, ConnectorSession session, RuntimeException defect) {
        var trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        LOG.errorf("slice met a defect: slice=%s %s", request.slice(), session.redact(trace.toString()));
        return new SliceResult.Failed(
                ReadException.Kind.TRANSIENT,
                "internal error (%s); the executor's log has the cause"
                        .formatted(defect.getClass().getSimpleName()));
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
