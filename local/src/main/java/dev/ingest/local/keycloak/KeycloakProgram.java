package dev.ingest.local.keycloak;

import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keycloak's files in the state folder: fetched by Maven, and built once for the database it brings (H2 in a file beside them,
 * which is durable enough for a source that can be made anew).
 */
final class KeycloakProgram {
    private static final String VERSION = "26.7.3";

    /** 170 MB to fetch, then half a minute of building on two cores. */
    private static final long STEP_MINUTES_MAX = 20;

    private final Path folder;
    private final Path logs;
    private final Path repository;

    /** @param repository the folder with Maven's wrapper and the pom that names the plug-in */
    KeycloakProgram(Home home, Path repository) {
        this.folder = home.folder().resolve("keycloak");
        this.logs = home.logs();
        this.repository = repository;
    }

    /** Fetches and builds it, if that was not done yet. */
    void prepare(Progress progress) throws Exception {
        if (Files.isDirectory(distribution())) {
            return;
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempDirectory(folder, "fetching-");
        progress.step("Keycloak " + VERSION + " fetched", () -> fetch(fresh));
        Path unpacked = fresh.resolve(distribution().getFileName());
        progress.step("Keycloak built", () -> run(command(unpacked, "build", "--db=dev-file"), "keycloak-build.log"));
        // Whole or not at all: a build that was interrupted is not found the next time.
        var _ = Files.move(unpacked, distribution(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What starts it on the loopback interface. */
    List<String> startCommand(int port) {
        List<String> command = new ArrayList<>(diesWithParent());
        command.addAll(command(
                distribution(),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--hostname-strict=false",
                "--cache=local"));
        return command;
    }

    private Path distribution() {
        return folder.resolve("keycloak-" + VERSION);
    }

    private Path fetch(Path into) throws IOException, InterruptedException {
        return run(
                List.of(
                        repository.resolve("mvnw").toString(),
                        "-B",
                        "-ntp",
                        "-N",
                        "-f",
                        repository.resolve("pom.xml").toString(),
                        "dependency:unpack",
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
                        "-DoutputDirectory=" + into,
                        "-DmarkersDirectory=" + into.resolve("markers")),
                "keycloak-fetch.log");
    }

    /** As its own script does, but as the process that we hold: a child of a shell would outlive it. */
    private static List<String> command(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Dpicocli.disable.closures=true",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Linux ends it with the thread that started it, even when that one is killed. */
    private static List<String> diesWithParent() {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                ? List.of("/usr/bin/setpriv", "--pdeathsig", "TERM")
                : List.of();
    }

    private Path run(List<String> command, String logName) throws IOException, InterruptedException {
        Path log = logs.resolve(logName);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            if (!process.waitFor(STEP_MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new LocalFailure("Keycloak cannot be made ready: see " + log);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return log;
    }
}
