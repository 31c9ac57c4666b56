package dev.ingest.scheduler.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ingest.testkit.LocalhostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody's webhook, on loopback. */
final class Receiver implements AutoCloseable {
    record Post(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean hangs;
    private final Deque<Integer> answers = new ArrayDeque<>();

    private Receiver(boolean hangs) throws IOException {
        this(hangs, HttpServer.create(LOOPBACK, 0));
    }

    private Receiver(boolean hangs, HttpServer server) {
        this.hangs = hangs;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** With these in turn; the last one for good. */
    static Receiver answering(Integer... statuses) throws IOException {
        Receiver receiver = new Receiver(false);
        receiver.answers.addAll(List.of(statuses));
        return receiver;
    }

    /** Over TLS, with that key. */
    static Receiver encrypted(LocalhostKey key) throws IOException {
        HttpsServer server = HttpsServer.create(LOOPBACK, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key.server()));
        Receiver receiver = new Receiver(false, server);
        receiver.answer(200);
        return receiver;
    }

    /** Takes the post and never answers. */
    static Receiver hanging() throws IOException {
        return new Receiver(true);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            posts.add(new Post(Map.copyOf(exchange.getRequestHeaders()), body));
            if (hangs) {
                closed.await();
            }
            exchange.sendResponseHeaders(next(), -1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            now.decrementAndGet();
        }
    }

    private synchronized int next() {
        return answers.size() > 1 ? answers.removeFirst() : Objects.requireNonNull(answers.peekFirst());
    }

    synchronized void answer(int status) {
        answers.clear();
        answers.add(status);
    }

    List<Post> posts() {
        return List.copyOf(posts);
    }

    /** How many posts it was given at the same time. */
    int mostAtOnce() {
        return most.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + host() + "/hooks/t0k3n?x=1";
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
