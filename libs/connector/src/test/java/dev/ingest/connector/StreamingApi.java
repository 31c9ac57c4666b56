package dev.ingest.connector;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A server whose answer is written while it is read, so that nobody has to hold it. */
final class StreamingApi implements AutoCloseable {
    /** Writes one answer; ends with an error when the reader has gone. */
    @FunctionalInterface
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong written = new AtomicLong();
    private final HttpServer server;

    private StreamingApi(HttpServer server) {
        this.server = server;
    }

    /** @param length what the answer says its length is; 0 for chunks without an announced end */
    static StreamingApi answering(long length, String header, String value, Body body) throws IOException {
        StreamingApi api =
                new StreamingApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add(header, value);
                exchange.sendResponseHeaders(200, length);
                body.write(api.counted(exchange.getResponseBody()));
            } catch (IOException readerHasGone) {
                exchange.close();
            }
        });
        api.server.setExecutor(api.threads);
        api.server.start();
        return api;
    }

    static StreamingApi json(long length, Body body) throws IOException {
        return answering(length, "Content-Type", "application/json", body);
    }

    private OutputStream counted(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                out.write(value);
                written.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                written.addAndGet(count);
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes handed to the connection so far. */
    long written() {
        return written.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
