package dev.ingest.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The stack's own JVM. It reads its standard input, whose other end we hold: it stops when that closes, be it by us or by
 * our death.
 */
final class StackProcess {
    private static final int STOP_SECONDS_MAX = 30;

    private final Process process;
    private final Path log;
    private final Map<String, String> environment;

    private StackProcess(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.environment = readEnvironment();
    }

    /** A state folder for the length of this test run: a stack that was started in one removes it at the end. */
    static Path newHome() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return Files.createTempDirectory(target, "stack-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StackProcess start(Path home, Map<String, String> variables) {
        Path log = home.resolveSibling(home.getFileName() + ".log");
        var builder = new ProcessBuilder(command()).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().put("INGEST_HOME", home.toString());
        builder.environment().put("INGEST_PORT_BASE", "free");
        builder.environment().putAll(variables);
        try {
            return new StackProcess(stoppedAtExit(builder.start(), home), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    void stop() {
        stop(process);
    }

    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stack ends", e);
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar().toString(),
                "stack");
    }

    /** In the repository that the tests run in, from whichever module. */
    private static Path jar() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                Path jar = folder.resolve("local/target/app/ingest-local.jar");
                if (!Files.exists(jar)) {
                    throw new IllegalStateException(jar + " is not built: ./mvnw -pl local package -DskipTests");
                }
                return jar;
            }
        }
        throw new IllegalStateException(
                "not inside the repository: " + Path.of("").toAbsolutePath());
    }

    private static Process stoppedAtExit(Process process, Path home) {
        // The hook also keeps the pipe to the child from being collected, and so from being closed.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop(process);
            removeTree(home);
        }));
        return process;
    }

    private static void stop(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the stack stops", e);
        }
    }

    private Map<String, String> readEnvironment() throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder lines = new StringBuilder();
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IllegalStateException(
                        "the stack does not start, its log " + log + " ends with:\n" + logEnd());
            }
            lines.append(line).append('\n');
        }
        return EnvironmentText.read(lines.toString());
    }

    private String logEnd() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.stream().skip(Math.max(0, lines.size() - 10)).collect(Collectors.joining("\n"));
    }

    private static void removeTree(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                boolean removed = path.toFile().delete();
                if (!removed && Files.exists(path)) {
                    path.toFile().deleteOnExit();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
