package dev.ingest.executor.slice;

import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.PageSink.Flow;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.session.Sources;
import dev.ingest.platform.control.ControlPlane;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a slice: every page becomes envelopes, the end becomes a marker behind them, and whoever has to know is told.
 * Nothing of a slice is kept afterwards; running it twice is harmless, because each run is an attempt of its own.
 */
public final class SliceRun {
    private static final Logger LOG = Logger.getLogger(SliceRun.class);

    /** Frames of a stuck thread that are logged: enough to see whom it waits for. */
    private static final int FRAMES_MAX = 40;

    private final SliceRequested request;
    private final SliceAttempt attempt;
    private final Instant deadline;
    private final ControlPlane control;
    private final Sources sources;
    private final SliceEnding ending;
    private final Outlet outlet;
    private final PageSender pages;
    private final Claims claims;
    private final AtomicLong bytes = new AtomicLong();
    private volatile @Nullable Thread worker;

    SliceRun(
            SliceRequested request,
            SliceAttempt attempt,
            Instant deadline,
            ControlPlane control,
            Sources sources,
            SliceTeller teller,
            SliceEnding ending,
            Claims claims) {
        this.request = request;
        this.attempt = attempt;
        this.deadline = deadline;
        this.control = control;
        this.sources = sources;
        this.ending = ending;
        this.outlet = new Outlet(attempt);
        this.claims = claims;
        this.pages = new PageSender(
                request.tenant(),
                request.table(),
                attempt,
                request.batch(),
                envelope -> teller.records(envelope, outlet),
                claims::put);
    }

    /**
     * Runs the slice to its end, or hands the rest back at the deadline.
     *
     * @throws IngestException if the control plane or the secret store is away: the request stays where it is. What they refuse
     *     fails the slice, because asking again would not help
     * @throws CancellationException if it was cut off: nothing more is said of it
     */
    public void run() {
        worker = Thread.currentThread();
        outlet.open();
        LOG.infof(
                "slice starts: tenant=%s pipeline=%s stream=%s slice=%s attempt=%s",
                request.tenant(), request.pipeline(), request.stream(), request.slice(), attempt.attempt());
        SliceResult result;
        try (claims) {
            result = read();
            if (Thread.currentThread().isInterrupted()) {
                throw outlet.cutOff();
            }
            pages.finish();
        }
        if (!outlet.close()) {
            throw outlet.cutOff();
        }
        ending.tell(request, attempt, pages, bytes.get(), result);
    }

    /**
     * Ends an attempt that has not come back in its time, wherever its thread is stuck: it has failed, whoever has to know is told
     * so, and nothing that the thread still does reaches anybody.
     *
     * @return whether it ended by this; not if it did not begin, or is telling its own end
     */
    public boolean cutOff() {
        if (!outlet.close()) {
            return false;
        }
        LOG.errorf("slice cut off: slice=%s attempt=%s stuck at%n%s", request.slice(), attempt.attempt(), place());
        ending.tell(
                request,
                attempt,
                pages,
                bytes.get(),
                new SliceResult.Failed(
                        ReadException.Kind.TRANSIENT,
                        ("stream '%s': the slice had not come back long after its time was over (%s) and was cut off; whom"
                                        + " it waited for is in the executor's log. The next run reads it again")
                                .formatted(request.stream(), deadline)));
        return true;
    }

    /** Records that were sent so far. On the thread that runs it. */
    public long records() {
        return pages.records();
    }

    private String place() {
        Thread stuck = worker;
        return stuck == null
                ? ""
                : Arrays.stream(stuck.getStackTrace())
                        .limit(FRAMES_MAX)
                        .map(frame -> "  at " + frame)
                        .collect(Collectors.joining(System.lineSeparator()));
    }

    private SliceResult read() {
        String tenant = request.tenant();
        ConnectorSession session = sources.session(tenant, request.credential());
        try {
            PipelineSpec pipeline = control.pipeline(tenant, request.pipeline());
            Map<String, Object> config = sources.filled(pipeline.config(), tenant, request.credential());
            var slice = new Slice(request.start(), request.end(), request.state());
            return sources.configured(request, config, deadline).read(request.stream(), slice, page -> {
                bytes.addAndGet(page.bytes());
                pages.send(page.records());
                pages.refuse(page.oversized());
                return Flow.CONTINUE;
            });
        } catch (ManifestException invalid) {
            return new SliceResult.Failed(ReadException.Kind.CONFIG, String.valueOf(invalid.getMessage()));
        } catch (IngestException refused) {
            if (Outage.is(refused)) {
                throw refused;
            }
            return new SliceResult.Failed(ReadException.Kind.CONFIG, String.valueOf(refused.getMessage()));
        } catch (PageSender.NotDurableException | CancellationException ofTheSink) {
            throw ofTheSink;
        } catch (RuntimeException defect) {
            return defect(session, defect);
        }
    }

    /** A defect of the runtime fails this slice only: thrown on, it would stop everyone behind it on the partition. */
    private SliceResult defect(ConnectorSession session, RuntimeException defect) {
        var trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        LOG.errorf("slice met a defect: slice=%s %s", request.slice(), session.redact(trace.toString()));
        return new SliceResult.Failed(
                ReadException.Kind.TRANSIENT,
                "internal error (%s); the executor's log has the cause"
                        .formatted(defect.getClass().getSimpleName()));
    }
}
