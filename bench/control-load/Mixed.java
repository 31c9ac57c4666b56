import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What admins do, at a steady rate: 60 % lists of 50, 35 % one pipeline, 5 % runs of pipelines that are idle. A latency counts from when
 * its call was due, whether it could be sent then or not.
 */
final class Mixed {
    private static final int CONNECTIONS = 48;
    private static final int CALLERS = Math.min(Fleet.TENANTS, 200);
    private static final long SECOND = 1_000_000_000L;

    private enum Kind { LIST, ONE, RUN }

    private final int rate;
    private final Map<Kind, Latencies> latencies = new EnumMap<>(Kind.class);
    private Latencies all = new Latencies();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private int runs;

    Mixed(int rate) {
        this.rate = rate;
    }

    /** First what is for warming up: a service that has just started compiles. */
    void run(int warmSeconds, int seconds) throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            Api.token(Fleet.admin(Fleet.tenant(i)));
            Api.token(Fleet.admin(Fleet.large(i)));
        }
        round("warming", warmSeconds);
        round("REST", seconds);
    }

    private void round(String name, int seconds) throws Exception {
        int total = rate * seconds;
        int firstRun = runs;
        all = new Latencies();
        for (Kind kind : Kind.values()) {
            latencies.put(kind, new Latencies());
        }
        next.set(0);
        failed.set(0);
        var before = Usage.now();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            threads.add(Thread.ofPlatform().start(() -> caller(start, total, firstRun)));
        }
        Thread ticking = Thread.ofPlatform().start(() -> tick(start + seconds * SECOND / 2));
        for (Thread thread : threads) {
            thread.join();
        }
        ticking.join();
        runs += total / 20;
        print(name, total, Usage.now().since(before));
    }

    private void print(String name, int total, Usage used) {
        System.out.printf("%s, %d calls/s, %d failed of %d; %s; %.1f ms of CPU a call%n",
                name, rate, failed.get(), total, used, used.millisEach(total));
        latencies.forEach((kind, times) -> print(kind.toString().toLowerCase(Locale.ROOT), times));
        print("all", all);
    }

    private static void print(String name, Latencies times) {
        System.out.printf("  %-5s p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.0f ms%n",
                name, times.percentile(50), times.percentile(95), times.percentile(99), times.percentile(100));
    }

    /** Once in a round, as the cluster's cron job does each minute. */
    private void tick(long at) {
        LockSupport.parkNanos(at - System.nanoTime());
        try {
            Api.call("POST", "/internal/v1/tick", "service-cron", "");
        } catch (IOException failure) {
            System.out.println("tick: " + failure.getMessage());
        }
    }

    private void caller(long start, int total, int firstRun) {
        for (int i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
            long due = start + i * SECOND / rate;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Kind kind = kind(i);
            try {
                call(kind, i, firstRun + i / 20);
                long took = System.nanoTime() - due;
                synchronized (latencies) {
                    latencies.get(kind).add(took);
                    all.add(took);
                }
            } catch (IOException failure) {
                if (failed.getAndIncrement() == 0) {
                    System.out.println("first failure: " + failure.getMessage());
                }
            }
        }
    }

    private static Kind kind(int number) {
        return switch (number % 20) {
            case 0 -> Kind.RUN;
            case 2, 5, 8, 11, 14, 17, 19 -> Kind.ONE;
            default -> Kind.LIST;
        };
    }

    private static void call(Kind kind, int number, int run) throws IOException {
        switch (kind) {
            case LIST -> Api.get("/api/v1/pipelines?limit=50", Fleet.admin(Fleet.large(number)));
            case ONE -> Api.get("/api/v1/pipelines/" + Fleet.pipeline(1 + number % Fleet.SMALL), Fleet.admin(Fleet.tenant(number % CALLERS)));
            case RUN -> Api.call("POST", "/api/v1/pipelines/%s/runs".formatted(idle(run)), Fleet.admin(Fleet.large(run)), "");
        }
    }

    /** One that no call has run before. */
    private static String idle(int run) {
        int number = 1 + run / Fleet.largeOnes();
        if (number > Fleet.LARGE) {
            throw new IllegalStateException("no idle pipeline is left: more TENANTS, or fewer seconds");
        }
        return Fleet.pipeline(number);
    }
}
