package dev.ingest.local.stack;

import dev.ingest.local.kafka.KafkaNode;
import dev.ingest.local.kafka.KafkaProcess;
import dev.ingest.local.kafka.TopicSetup;
import dev.ingest.local.oidc.IdentityProvider;
import dev.ingest.local.postgres.Databases;
import dev.ingest.local.postgres.PostgresServer;
import dev.ingest.local.s3.ObjectStore;
import dev.ingest.local.sampleapi.SampleApi;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.Keys;
import dev.ingest.local.state.Killable;
import dev.ingest.local.state.LocalFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The parts that the services need, running. Closing it stops them in the reverse order of their start. */
public final class Stack implements Closeable {
    private static final int PARTS = 5;

    private final Deque<Closeable> started = new ArrayDeque<>();
    private final Setup setup;
    private final Home home;
    private final Keys keys;
    private final Ports ports;
    private final Progress progress;

    private Stack(Setup setup, Progress progress) {
        this.setup = setup;
        this.home = setup.home();
        this.keys = new Keys(home);
        this.ports = setup.ports();
        this.progress = progress;
    }

    /**
     * What a stack is started with.
     *
     * @param programs where PostgreSQL's programs are, or are to be unpacked
     * @param tokenLifetime how long a token is good for
     * @param variables what else was set in the environment; with {@code INGEST_KAFKA=apart} Kafka is a process of its own
     */
    public record Setup(Home home, Ports ports, Path programs, Duration tokenLifetime, Map<String, String> variables) {}

    /** Starts all parts side by side. A part that does not start takes the others down with it. */
    public static Stack start(Setup setup, Progress progress) throws Exception {
        setup.ports().requireFree();
        var stack = new Stack(setup, progress);
        try {
            stack.startParts();
        } catch (Exception e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    /** What a service is told about its surroundings, by the names of its environment variables. */
    public Map<String, String> environment() {
        return Environment.of(home, ports, keys);
    }

    /** The databases, for those who need one of their own. */
    public Databases databases() {
        return started.stream()
                .filter(PostgresServer.class::isInstance)
                .map(PostgresServer.class::cast)
                .findFirst()
                .map(server -> new Databases(server, keys))
                .orElseThrow();
    }

    /** Creates the topics once more under a prefix. */
    public void ensureTopics(String prefix) throws InterruptedException {
        TopicSetup.ensure("127.0.0.1:" + ports.of(Port.KAFKA), prefix);
    }

    /** Ends a part as {@code kill -9} does; it stays down until {@link #restart}. */
    public void kill(Part part) throws InterruptedException {
        Killable victim;
        synchronized (started) {
            victim = started.stream()
                    .filter(part.program()::isInstance)
                    .map(part.program()::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(part.label() + " is down, or no process of its own"));
            started.remove(victim);
        }
        victim.kill();
    }

    /** Starts a part that was killed, and returns when it answers. */
    public void restart(Part part) throws Exception {
        Callable<? extends Closeable> start =
                switch (part) {
                    case POSTGRES -> this::startPostgres;
                    case KAFKA -> this::startKafka;
                };
        part(part.label(), start).call();
    }

    @Override
    public void close() throws IOException {
        synchronized (started) {
            while (!started.isEmpty()) {
                started.pop().close();
            }
        }
    }

    private void startParts() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(PARTS)) {
            var parts = java.util.List.of(
                    pool.submit(part("PostgreSQL", this::startPostgres)),
                    pool.submit(part("Kafka", this::startKafka)),
                    pool.submit(part("S3 store", this::startObjectStore)),
                    pool.submit(part(
                            "OIDC provider",
                            () -> IdentityProvider.start(
                                    ports.of(Port.OIDC), home.signInPage(), keys, setup.tokenLifetime()))),
                    pool.submit(part(
                            "sample API",
                            () -> SampleApi.start(
                                    ports.of(Port.SAMPLE_API),
                                    keys.password("sample-api"),
                                    home.sampleApi(),
                                    setup.variables()))));
            for (Future<Void> part : parts) {
                await(part);
            }
        }
    }

    private Callable<Void> part(String name, Callable<? extends Closeable> start) {
        return () -> {
            Closeable running = started(name, start);
            synchronized (started) {
                started.push(running);
            }
            return null;
        };
    }

    private Closeable started(String name, Callable<? extends Closeable> start) {
        try {
            return progress.step(name, start::call);
        } catch (LocalFailure e) {
            throw e;
        } catch (Exception e) {
            throw new LocalFailure(name + " does not start: " + e, e);
        }
    }

    private static void await(Future<?> part) throws Exception {
        try {
            var _ = part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalFailure failure
                    ? failure
                    : new LocalFailure("a part does not start: " + e.getCause(), e);
        }
    }

    private Closeable startPostgres() throws Exception {
        var server = PostgresServer.start(
                setup.programs(), home.postgres(), ports.of(Port.POSTGRES), keys.password("postgres"));
        try {
            new Databases(server, keys).ensure();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private Closeable startKafka() throws Exception {
        int port = ports.of(Port.KAFKA);
        int controller = ports.of(Port.KAFKA_CONTROLLER);
        Closeable node = "apart".equals(setup.variables().get("INGEST_KAFKA"))
                ? KafkaProcess.start(home.kafka(), port, controller, home.logs().resolve("kafka.log"))
                : KafkaNode.start(home.kafka(), port, controller);
        ensureTopics("");
        return node;
    }

    private Closeable startObjectStore() throws Exception {
        return ObjectStore.start(
                home.objects(), ports.url(Port.S3), keys.password("s3-access"), keys.password("s3-secret"));
    }
}
