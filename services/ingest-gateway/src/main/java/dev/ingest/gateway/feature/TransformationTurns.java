package dev.ingest.gateway.feature;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Deadlines;
import dev.ingest.gateway.envelope.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs what tenants have written themselves, and what may so take long: on threads of its own, a few at once, tenants in turn, none of
 * them on all threads. So a transformation that is slow keeps the posts of its own tenant waiting. Thread-safe.
 */
public final class TransformationTurns {
    private final Limits limits;
    private final Threads threads;
    private final Deadlines deadlines;

    /** Those with something to do; who has had a turn goes to the end when it ends. */
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();

    private int running;
    private int waiting;

    /**
     * @param atOnce how many run
     * @param ofTenant how many of them one tenant's
     * @param waiting how many wait for their turn; one more is told to come back
     * @param patience how long until one that has not ended is told to come back
     */
    public record Limits(int atOnce, int ofTenant, int waiting, Duration patience) {}

    /**
     * @param turns as many as run at once
     * @param after where things go on after a turn; may wait
     */
    public record Threads(Executor turns, Executor after) {}

    private static final class Tenant {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    /** @param nanos a clock for durations */
    public TransformationTurns(Limits limits, Threads threads, Timer timer, LongSupplier nanos) {
        this.limits = limits;
        this.threads = threads;
        this.deadlines = new Deadlines(limits.patience(), timer, nanos);
    }

    /** Does the work in the tenant's turn; fails with {@code UNAVAILABLE} if too much waits, or if it waits too long. */
    <T> CompletionStage<T> run(String tenant, Supplier<T> work) {
        var result = new CompletableFuture<T>();
        if (!isTaken(tenant, () -> complete(result, work))) {
            return CompletableFuture.failedStage(unavailable("more than %d wait".formatted(limits.waiting())));
        }
        deadlines.limit(
                result,
                late -> result.completeExceptionally(unavailable(
                        "not done after %d s".formatted(limits.patience().toSeconds()))));
        startNext();
        return result.thenApplyAsync(Function.identity(), threads.after());
    }

    private static IngestException unavailable(String why) {
        return new IngestException(
                ErrorCode.UNAVAILABLE, "transformations of feature views: %s: send the records again".formatted(why));
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        if (result.isDone()) {
            return; // nobody waits for it any more
        }
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error defect) {
            result.completeExceptionally(defect);
        }
    }

    private synchronized boolean isTaken(String tenant, Runnable turn) {
        if (waiting >= limits.waiting()) {
            return false;
        }
        waiting++;
        tenants.computeIfAbsent(tenant, first -> new Tenant()).waiting.add(turn);
        return true;
    }

    private void startNext() {
        for (Runnable turn : turns()) {
            threads.turns().execute(turn);
        }
    }

    /** Those that may run now. */
    private synchronized List<Runnable> turns() {
        List<Runnable> turns = new ArrayList<>();
        for (Optional<Runnable> turn = next(); turn.isPresent(); turn = next()) {
            turns.add(turn.get());
        }
        return turns;
    }

    private Optional<Runnable> next() {
        if (running >= limits.atOnce()) {
            return Optional.empty();
        }
        for (Map.Entry<String, Tenant> entry : tenants.entrySet()) {
            Tenant tenant = entry.getValue();
            if (!tenant.waiting.isEmpty() && tenant.running < limits.ofTenant()) {
                return Optional.of(started(entry.getKey(), tenant));
            }
        }
        return Optional.empty();
    }

    private Runnable started(String name, Tenant tenant) {
        Runnable turn = tenant.waiting.remove();
        waiting--;
        running++;
        tenant.running++;
        return () -> {
            try {
                turn.run();
            } finally {
                ended(name, tenant);
                startNext();
            }
        };
    }

    private synchronized void ended(String name, Tenant tenant) {
        running--;
        tenant.running--;
        tenants.remove(name);
        if (tenant.running > 0 || !tenant.waiting.isEmpty()) {
            tenants.put(name, tenant);
        }
    }
}
