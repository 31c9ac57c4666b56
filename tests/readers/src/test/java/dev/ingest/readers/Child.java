package dev.ingest.readers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that does not outlive us. What it has to say beside its answers is in its log. */
final class Child implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 60;
    private static final long POLL_MILLIS = 200;

    private final String name;
    private final Path log;
    private final Process process;
    private final boolean server;
    private final Thread stopAtExit;

    private Child(String name, Path log, Process process, boolean server) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.server = server;
        this.stopAtExit = new Thread(this::stop);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    /** One that we talk to over its standard input and output, and that ends when its input does. */
    static Child attached(String name, List<String> command, Map<String, String> environment) {
        return start(name, command, environment, false);
    }

    /** One that listens on a port. */
    static Child server(String name, List<String> command, Map<String, String> environment) {
        return start(name, command, environment, true);
    }

    /** A port that nobody uses at this moment. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes lines to its standard input. */
    PrintWriter input() {
        return new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** The lines of its standard output. */
    BufferedReader output() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** What became of it where it should have answered. */
    IllegalStateException failure(String what) {
        return new IllegalStateException("%s %s, see %s".formatted(name, what, log));
    }

    /** Waits until it is ready; if it is not within this time, it is ended. */
    void await(BooleanSupplier ready, Duration max) {
        long deadline = System.nanoTime() + max.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw failure("does not start");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + name + " starts", e);
            }
        }
    }

    @Override
    public void close() {
        stop();
        var _ = Runtime.getRuntime().removeShutdownHook(stopAtExit);
    }

    private static Child start(String name, List<String> command, Map<String, String> environment, boolean server) {
        Path log = Engines.log(name);
        // What it leaves where it runs is left where the logs are.
        var builder = new ProcessBuilder(command)
                .directory(log.resolveSibling(".").toFile())
                .redirectError(Redirect.to(log.toFile()));
        if (server) {
            builder.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile()));
        }
        builder.environment().putAll(environment);
        try {
            return new Child(name, log, builder.start(), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        try {
            if (server) {
                process.destroy();
            } else {
                process.getOutputStream().close();
            }
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " stops", e);
        }
    }
}
