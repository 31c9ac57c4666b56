package dev.ingest.local.sampleapi;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A shop's REST API: OAuth2 client credentials with tokens that expire, cursor pages and Link headers, a filter by time of
 * change, 429 and 500 now and then, and rows that change when {@code POST /admin/advance} says so.
 *
 * <p>{@code INGEST_SAMPLE_RATE_LIMIT_EVERY} and {@code INGEST_SAMPLE_ERROR_EVERY} say how often; 0 means never.
 */
public final class SampleApi implements Closeable {
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService workers;

    private SampleApi(HttpServer server, ExecutorService workers) {
        this.server = server;
        this.workers = workers;
    }

    /**
     * @param port where it listens; 0 for any
     * @param secret of its only client, {@code demo}
     * @param historyFile keeps what changed across restarts
     */
    public static SampleApi start(int port, String secret, Path historyFile, Map<String, String> environment)
            throws IOException {
        var faults = new Faults(
                number(environment, "INGEST_SAMPLE_RATE_LIMIT_EVERY", Faults.RATE_LIMIT_EVERY),
                number(environment, "INGEST_SAMPLE_ERROR_EVERY", Faults.ERROR_EVERY));
        var history = new History(historyFile);
        var shop = new Shop();
        history.replay(shop);
        var endpoints = new Endpoints(shop, faults, history, new Clients(secret), Clock.systemUTC());
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        var workers = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(workers);
        var _ = server.createContext("/", endpoints::handle);
        server.start();
        return new SampleApi(server, workers);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        return Integer.parseInt(environment.getOrDefault(name, String.valueOf(otherwise)));
    }
}
