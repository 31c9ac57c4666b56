package dev.ingest.local.services;

import dev.ingest.local.control.ServiceCommands;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The five services. Closing it stops them: those that serve first, the control plane last. */
public final class Supervisor implements Closeable, ServiceCommands {
    private static final Duration READY_MAX = Duration.ofSeconds(120);
    private static final long LOG_BYTES_MAX = 10L << 20;

    private final Map<Service, Supervised> services = new EnumMap<>(Service.class);
    private final Readiness readiness = new Readiness();
    private final StartupCaches caches;
    private final Ports ports;
    private final Progress progress;

    /**
     * @param repository the folder that holds {@code services/}
     * @param environment what every service is told
     * @param withCaches whether start-up caches are made and used
     */
    public Supervisor(
            Home home,
            Ports ports,
            Path repository,
            Map<String, String> environment,
            boolean withCaches,
            Progress progress) {
        this.ports = ports;
        this.progress = progress;
        this.caches = new StartupCaches(home.caches(), withCaches);
        for (Service service : Service.values()) {
            var log = new RotatingLog(home.logs().resolve(service.label() + ".log"), LOG_BYTES_MAX);
            services.put(
                    service,
                    new Supervised(
                            service,
                            new Program(repository, service, caches),
                            environmentOf(service, environment),
                            new ProcessRecord(home, service.label()),
                            log,
                            progress));
        }
    }

    /** Starts all and returns when all are ready. */
    public void start() throws Exception {
        startAndAwait(Service.SCHEDULER);
        inParallel(service -> service.service() != Service.SCHEDULER, service -> startAndAwait(service.service()));
    }

    @Override
    public void kill(String service) throws InterruptedException {
        supervised(Service.named(service)).kill();
    }

    @Override
    public void restart(String service) throws InterruptedException {
        Supervised chosen = supervised(Service.named(service));
        chosen.start();
        readiness.await(chosen, ports.url(chosen.service().port()), READY_MAX);
    }

    @Override
    public void close() throws IOException {
        try {
            inParallel(service -> service.service() != Service.SCHEDULER, Supervised::stop);
            supervised(Service.SCHEDULER).stop();
        } catch (Exception e) {
            throw new IOException("the services do not stop: " + e.getMessage(), e);
        }
    }

    private void startAndAwait(Service service) throws Exception {
        progress.step(service.label(), () -> {
            Supervised chosen = supervised(service);
            chosen.start();
            readiness.await(chosen, ports.url(service.port()), READY_MAX);
            caches.cameUp(service);
            return service;
        });
    }

    private interface Action {
        void on(Supervised service) throws Exception;
    }

    private void inParallel(java.util.function.Predicate<Supervised> which, Action action) throws Exception {
        List<Supervised> chosen = services.values().stream().filter(which).toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(chosen.size())) {
            List<Future<Boolean>> results = chosen.stream()
                    .map(service -> pool.submit(() -> {
                        action.on(service);
                        return true;
                    }))
                    .toList();
            for (Future<Boolean> result : results) {
                await(result);
            }
        }
    }

    private static void await(Future<Boolean> result) throws Exception {
        try {
            var _ = result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : e;
        }
    }

    private Supervised supervised(Service service) {
        return java.util.Objects.requireNonNull(services.get(service), service.label());
    }

    private Map<String, String> environmentOf(Service service, Map<String, String> common) {
        Map<String, String> all = new HashMap<>(common);
        all.put("QUARKUS_PROFILE", "local");
        // Five JVMs that start on two cores keep each other waiting for longer than a call between services may.
        all.put("QUARKUS_OIDC_CLIENT_CONNECTION_TIMEOUT", "30S");
        all.put("INGEST_PORT", String.valueOf(ports.of(service.port())));
        all.put("INGEST_SERVICE_CLIENT_ID", "service-" + service.label());
        return all;
    }
}
