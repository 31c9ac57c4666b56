package dev.ingest.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fetches engines with Maven. Each has a pom of its own under {@code engines}: what Spark is built with must neither meet our
 * class path nor be fetched by a build that does not ask for it.
 */
final class Engines {
    /** The largest engine is 821 MB. */
    private static final long RUN_MINUTES_MAX = 30;

    private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
    private static final Path FOLDER = REPOSITORY.resolve("tests/readers/engines");

    private Engines() {}

    /** What {@code engines/<name>/pom.xml} fetches, in a folder. Done again each time; Maven leaves alone what is there. */
    static Path fetched(String name) {
        Path pom = file(name, "pom.xml");
        Path log = log("fetch-" + name);
        run(
                List.of(
                        REPOSITORY.resolve("mvnw").toString(),
                        "-B",
                        "-ntp",
                        "-f",
                        pom.toString(),
                        mavenRepository(),
                        "package"),
                log);
        return pom.resolveSibling("target/engine");
    }

    /** The folder that everything is in. */
    static Path repository() {
        return REPOSITORY;
    }

    /** The jar of the local stack and its demos. */
    static Path local() {
        return REPOSITORY.resolve("local/target/app/ingest-local.jar");
    }

    /** The JVM that we run on. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** What makes Maven use the local repository that this build uses. */
    static String mavenRepository() {
        return "-Dmaven.repo.local=" + System.getProperty("maven.repo.local");
    }

    /** A file that stands beside the engine's pom. */
    static Path file(String name, String file) {
        return FOLDER.resolve(name).resolve(file);
    }

    /** Where a process writes what nobody asked it. */
    static Path log(String name) {
        try {
            return Files.createDirectories(Path.of("target/engines").toAbsolutePath())
                    .resolve(name + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end; fails if it does, or takes for ever. */
    static void run(List<String> command, Path log) {
        run(command, Map.of(), Path.of(""), log);
    }

    /** The same with variables, which the command line does not show: they may be secret. */
    static void run(List<String> command, Map<String, String> environment, Path folder, Path log) {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(RUN_MINUTES_MAX, TimeUnit.MINUTES);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                var _ = process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException("failed, see " + log + ": " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
