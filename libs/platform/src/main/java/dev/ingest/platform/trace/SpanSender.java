package dev.ingest.platform.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sends spans, some at a time, on a thread of its own. What the receiver does not take is dropped and counted: nobody waits for traces. */
final class SpanSender implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SpanSender.class);
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;
    private static final long TOGETHER_MILLIS = 500;

    private final BlockingQueue<Span> waiting;
    private final TraceSettings settings;
    private final URI receiver;
    private final SpanJson json;
    private final Counter dropped;
    private final HttpClient http;
    private final Thread thread;
    private volatile boolean open = true;

    SpanSender(URI endpoint, TraceSettings settings, String service, MeterRegistry registry) {
        this.waiting = new ArrayBlockingQueue<>(settings.waitingMax());
        this.settings = settings;
        this.receiver = URI.create(endpoint.toString().replaceFirst("/$", "") + "/v1/traces");
        this.json = new SpanJson(service);
        this.dropped = registry.counter("ingest.spans.dropped");
        this.http = HttpClient.newBuilder().connectTimeout(settings.callMax()).build();
        this.thread = Thread.ofPlatform().daemon().name("traces").start(this::run);
    }

    void take(Span span) {
        if (!waiting.offer(span)) {
            dropped.increment();
        }
    }

    private void run() {
        try {
            while (open || !waiting.isEmpty()) {
                List<Span> batch = new ArrayList<>();
                Span first = waiting.poll(TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, settings.batchMax() - 1);
                    send(batch);
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("interrupted while spans were sent", stop);
        }
    }

    private void send(List<Span> batch) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .timeout(settings.callMax())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.of(batch)))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / HUNDRED != SUCCESS) {
                lost(batch, "it answered " + status);
            }
        } catch (IOException away) {
            lost(batch, String.valueOf(away));
        }
    }

    private void lost(List<Span> batch, String why) {
        dropped.increment(batch.size());
        LOG.warnf("spans were not taken: times=%d cause=%s", batch.size(), why);
    }

    /** Sends what waits, as long as one call may take. */
    @Override
    public void close() {
        open = false;
        try {
            if (!thread.join(settings.callMax())) {
                thread.interrupt();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
