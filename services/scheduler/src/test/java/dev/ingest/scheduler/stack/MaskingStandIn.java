package dev.ingest.scheduler.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with what it was asked: method, address and headers. A table called {@code broken} breaks the connection off, one called {@code endless} never ends. */
public final class MaskingStandIn implements AutoCloseable {
    private static final AtomicInteger SILENT = new AtomicInteger();
    private static final AtomicInteger LEFT = new AtomicInteger();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    MaskingStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            if (call.getRequestURI().getPath().contains("broken")) {
                return;
            }
            if (call.getRequestURI().getPath().contains("endless")) {
                endless(call);
                return;
            }
            if (call.getRequestURI().getPath().contains("silent")) {
                SILENT.incrementAndGet();
                await();
            }
            var asked = new StringBuilder(call.getRequestMethod() + " " + call.getRequestURI() + "\n");
            call.getRequestHeaders().forEach((name, values) -> asked.append(name + ": " + values + "\n"));
            boolean refused = call.getRequestURI().getPath().contains("refused");
            String body = refused ? "{\"code\":\"PERMISSION_DENIED\"}" : asked.toString();
            call.getResponseHeaders()
                    .add("Content-Type", refused ? "application/problem+json" : "text/plain;charset=UTF-8");
            call.getResponseHeaders().add("Set-Cookie", "mine=1");
            call.getResponseHeaders().add("Link", "<?before=7>; rel=\"next\"");
            byte[] bytes = body.getBytes(UTF_8);
            call.sendResponseHeaders(refused ? 403 : 200, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    private void endless(HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, 0);
        byte[] more = "more\n".repeat(1_000).getBytes(UTF_8);
        try {
            while (closed.getCount() > 0) {
                call.getResponseBody().write(more);
                call.getResponseBody().flush();
            }
        } catch (IOException left) {
            LEFT.incrementAndGet();
        }
    }

    /** How many have left an answer without end. */
    public static int left() {
        return LEFT.get();
    }

    /** How many have asked for what is never answered. */
    public static int silent() {
        return SILENT.get();
    }

    /** Until the service is stopped: whoever asked has given up by then. */
    private void await() {
        try {
            closed.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
