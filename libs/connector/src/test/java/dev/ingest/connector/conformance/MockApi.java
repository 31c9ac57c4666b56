package dev.ingest.connector.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP server on loopback that answers as the exchanges of a case say, and remembers what it was asked. It is a server of
 * its own because the JDK's changes the spelling of header names, which is a difference to some manifests.
 */
final class MockApi implements AutoCloseable {
    private static final Response NOT_EXPECTED = new Response(400, Map.of(), new byte[0]);

    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private List<Exchange> exchanges = List.of();
    private int[] left = {};

    private MockApi(ServerSocket server) {
        this.server = server;
    }

    static MockApi start() {
        try {
            MockApi api = new MockApi(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(api::accept);
            return api;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    synchronized void expect(List<Exchange> given) {
        exchanges = given;
        left = given.stream().mapToInt(Exchange::times).toArray();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    @SuppressWarnings("UnusedException") // the client may drop a connection whenever it likes
    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            for (var request = Received.read(in); request.isPresent(); request = Received.read(in)) {
                write(out, answer(request.get()), request.get().method().equals("HEAD"));
            }
        } catch (IOException dropped) {
            connections.remove(connection);
        }
    }

    private static void write(OutputStream out, Response response, boolean headOnly) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " -\r\n");
        response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (response.status() != 204) {
            head.append("Content-Length: " + response.body().length + "\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (response.status() != 204 && !headOnly) {
            out.write(response.body());
        }
        out.flush();
    }

    /** The first exchange that matches and is not used up. */
    private synchronized Response answer(Received request) {
        received.add(request);
        Optional<Response> response = Optional.empty();
        for (int i = 0; i < left.length && response.isEmpty(); i++) {
            if (left[i] > 0 && exchanges.get(i).matches(request)) {
                left[i]--;
                response = Optional.of(exchanges.get(i).response());
            }
        }
        if (response.isEmpty()) {
            unexpected.add(request.line() + (request.body().isEmpty() ? "" : " with " + request.body()));
        }
        return response.orElse(NOT_EXPECTED);
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** Requests no exchange was left for. */
    synchronized List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket each : connections) {
                each.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
