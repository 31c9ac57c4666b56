import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A paged API of 1 KB records, 100 a page, whose every 50th call is a 429. {@code java Api.java PORT LATENCY_MS PAGES} */
public final class Api {
    private static final int PAGE_SIZE = 100;
    private static final int RECORD_BYTES = 1024;
    private static final int LIMITED_EVERY = 50;
    private static final Pattern PAGE = Pattern.compile("(?:^|&)page=(\\d+)");

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();
    private final long latency;
    private final long lastPage;
    private final List<byte[]> bodies = new ArrayList<>();

    private Api(long latency, long lastPage) {
        this.latency = latency;
        this.lastPage = lastPage;
        for (int i = 0; i < 16; i++) {
            bodies.add(body(i, PAGE_SIZE));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Api api = new Api(Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/things", api::things);
        server.createContext("/stats", api::stats);
        server.start();
        System.out.println("ready");
    }

    private static byte[] body(int page, int records) {
        StringBuilder body = new StringBuilder("{\"data\":[");
        for (int i = 0; i < records; i++) {
            String head = "{\"id\":%d,\"name\":\"thing %d\",\"active\":true,\"score\":%d.5,\"updated_at\":\"2026-01-%02dT00:00:%02dZ\",\"tags\":[\"a\",\"b\"],\"note\":\""
                    .formatted(page * PAGE_SIZE + i, i, i, page + 1, i % 60);
            body.append(i == 0 ? "" : ",").append(head).append("x".repeat(RECORD_BYTES - head.length() - 2)).append("\"}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void things(HttpExchange exchange) throws IOException {
        pause();
        if (calls.incrementAndGet() % LIMITED_EVERY == 0) {
            limited.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 429, "{}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        Matcher page = PAGE.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        long number = page.find() ? Long.parseLong(page.group(1)) : 0;
        pages.incrementAndGet();
        answer(exchange, 200, number < lastPage ? bodies.get((int) (number % bodies.size())) : body(0, 0));
    }

    private void pause() {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void stats(HttpExchange exchange) throws IOException {
        String stats = "%d %d %d".formatted(calls.getAndSet(0), limited.getAndSet(0), pages.getAndSet(0));
        answer(exchange, 200, stats.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
