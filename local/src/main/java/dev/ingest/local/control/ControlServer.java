package dev.ingest.local.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingest.local.stack.Part;
import dev.ingest.local.stack.Stack;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code POST /<command>/<argument>} on a loopback port: 204 when done, 500 with a reason when not. Only a stack that a test
 * run started has one.
 */
public final class ControlServer implements Closeable {
    private static final int BACKLOG = 16;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Stack stack;
    private final ServiceCommands services;

    /** Listens from now on. */
    public ControlServer(Stack stack, ServiceCommands services) throws IOException {
        this.stack = stack;
        this.services = services;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setExecutor(workers);
        var _ = server.createContext("/", this::answer);
        server.start();
    }

    /** {@code http://127.0.0.1:<port>} */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] words = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        try (exchange) {
            Optional<String> reason = failure(words[0], words.length == 2 ? words[1] : "");
            if (reason.isEmpty()) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                byte[] body = reason.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(500, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Why a command was not done; nothing if it was. */
    private Optional<String> failure(String command, String argument) {
        try {
            perform(command, argument);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void perform(String command, String argument) throws Exception {
        switch (command) {
            case "database" -> stack.databases().ensureOwned(argument);
            case "lake" -> stack.databases().ensureLake(argument);
            case "topics" -> stack.ensureTopics(argument);
            case "kill" -> kill(argument);
            case "restart" -> restart(argument);
            default -> throw new IllegalArgumentException("unknown command: " + command);
        }
    }

    private void kill(String name) throws Exception {
        Optional<Part> part = Part.named(name);
        if (part.isPresent()) {
            stack.kill(part.get());
        } else {
            services.kill(name);
        }
    }

    private void restart(String name) throws Exception {
        Optional<Part> part = Part.named(name);
        if (part.isPresent()) {
            stack.restart(part.get());
        } else {
            services.restart(name);
        }
    }
}
