package dev.ingest.executor.drain;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.drain.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * One drain of a partition of requests. This thread alone reads messages and decides what begins; slices run on the pool and tell
 * it what became of them. What fails for want of the control plane, the secret store or Kafka stays where it is: its credential
 * begins nothing more in this drain, and the drain fails when the others are through.
 */
final class RequestDrain {
    private static final Logger LOG = Logger.getLogger(RequestDrain.class);

    private final Messages messages;
    private final Instant deadline;
    private final ExecutorSettings settings;
    private final SlicePool pool;
    private final Work work;
    private final Function<ConsumerRecord<byte[], byte[]>, Optional<SliceRequested>> decode;
    private final Clock clock;
    private final Lanes lanes = new Lanes();
    private final BlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    private final Map<Request, Running> running = new HashMap<>();
    private final Map<Request, Future<?>> asking = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> done = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean readAll;

    /** What is done with a request, on a thread of the pool. */
    interface Work {
        /** What the request's manifest says about running beside others. */
        StreamRules rules(SliceRequested request);

        /** An attempt of the slice, not begun. */
        Attempt attempt(Request request, Instant deadline);
    }

    /** One try of a slice. */
    interface Attempt {
        /** Reads the slice; it is done when this returns. */
        void run();

        /** Ends it from outside, on the thread of the drain; whether it was under way, and is done by this. */
        boolean cutOff();
    }

    private record Running(Attempt attempt, Future<?> thread) {}

    RequestDrain(
            Messages messages,
            Instant deadline,
            ExecutorSettings settings,
            SlicePool pool,
            Work work,
            Function<ConsumerRecord<byte[], byte[]>, Optional<SliceRequested>> decode,
            Clock clock) {
        this.messages = messages;
        this.deadline = deadline;
        this.settings = settings;
        this.pool = pool;
        this.work = work;
        this.decode = decode;
        this.clock = clock;
    }

    /** @return whether every request is done */
    boolean run() throws InterruptedException {
        boolean inTime = true;
        try {
            step();
            while (inTime && (!running.isEmpty() || !asking.isEmpty())) {
                Runnable first = told.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    inTime = false;
                    cutOff();
                } else {
                    first.run();
                    hear();
                    step();
                }
            }
        } finally {
            running.values().forEach(slice -> slice.thread().cancel(true));
            asking.values().forEach(question -> question.cancel(true));
        }
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        return inTime && readAll && lanes.requests() == 0 && !lanes.hasLeft();
    }

    private void hear() {
        for (Runnable next = told.poll(); next != null; next = told.poll()) {
            next.run();
        }
    }

    private Duration patience() {
        Duration left = Duration.between(clock.instant(), deadline.plus(settings.grace()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void step() {
        settle();
        if (messages.goesOn()) {
            fill();
            settle();
            lanes.unasked()
                    .forEach(first -> asking.put(first, pool.run(first.slice().tenant(), () -> ask(first))));
            for (Optional<Request> next = lanes.begin(); next.isPresent(); next = lanes.begin()) {
                Request request = next.get();
                Attempt attempt = work.attempt(request, deadline);
                running.put(
                        request,
                        new Running(attempt, pool.run(request.slice().tenant(), () -> perform(request, attempt))));
            }
        }
    }

    /**
     * Whoever is still under way now will not come back in time: its slice has failed, and is told so. Its request is done, so that
     * those behind it get their turn in the next drain; its thread is interrupted, and counts until it ends.
     */
    private void cutOff() {
        LOG.errorf("slices cut off: running=%d asking=%d deadline=%s", running.size(), asking.size(), deadline);
        for (Map.Entry<Request, Running> slice : Map.copyOf(running).entrySet()) {
            cutOff(slice.getKey(), slice.getValue());
        }
        // Some ended by themselves in the meantime.
        hear();
        settle();
    }

    /** One whose end cannot be told stays in Kafka; the others are cut off nevertheless. */
    private void cutOff(Request request, Running slice) {
        try {
            if (slice.attempt().cutOff()) {
                ended(request);
            }
        } catch (RuntimeException away) {
            failed(request, away);
        } finally {
            slice.thread().cancel(true);
        }
    }

    private void settle() {
        messages.done(List.copyOf(done));
        done.clear();
    }

    private void fill() {
        while (!readAll && lanes.requests() < settings.windowRequests() && lanes.bytes() < settings.windowBytes()) {
            List<ConsumerRecord<byte[], byte[]>> batch = messages.next();
            readAll = batch.isEmpty();
            batch.forEach(message -> decode.apply(message)
                    .ifPresentOrElse(request -> lanes.add(new Request(message, request)), () -> done.add(message)));
        }
    }

    /** On a thread of the pool. */
    private void perform(Request request, Attempt attempt) {
        try {
            if (!messages.goesOn()) {
                told.add(() -> notBegun(request));
                return;
            }
            attempt.run();
            told.add(() -> ended(request));
        } catch (RuntimeException away) {
            told.add(() -> failed(request, away));
        } catch (Error fatal) {
            told.add(() -> failed(request, new IllegalStateException("slice stopped by " + fatal, fatal)));
            throw fatal;
        }
    }

    /** On a thread of the pool: what the manifest of a request says, for all requests with the same. */
    private void ask(Request first) {
        try {
            StreamRules rules = work.rules(first.slice());
            told.add(() -> {
                asking.remove(first);
                lanes.of(first).know(first.source(), rules);
            });
        } catch (RuntimeException away) {
            told.add(() -> {
                asking.remove(first);
                stop(first, away);
            });
        } catch (Error fatal) {
            told.add(() -> {
                asking.remove(first);
                stop(first, new IllegalStateException("question stopped by " + fatal, fatal));
            });
            throw fatal;
        }
    }

    // A slice that was cut off is under way no more: what its thread tells afterwards changes nothing.

    private void ended(Request request) {
        if (running.remove(request) != null) {
            lanes.ended(request);
            done.add(request.message());
        }
    }

    private void notBegun(Request request) {
        if (running.remove(request) != null) {
            lanes.of(request).back(request);
        }
    }

    private void failed(Request request, RuntimeException away) {
        if (running.containsKey(request)) {
            notBegun(request);
            stop(request, away);
        }
    }

    private void stop(Request request, RuntimeException away) {
        lanes.close(request);
        failure = failure.or(() -> Optional.of(away));
        LOG.warnf(
                "credential stopped in this drain: credential=%s slice=%s cause=%s",
                request.slice().key(), request.slice().slice(), away.getMessage());
    }
}
