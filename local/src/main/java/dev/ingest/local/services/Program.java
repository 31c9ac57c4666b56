package dev.ingest.local.services;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs as a service: its native binary where there is one, else its jar on this JVM. */
final class Program {
    private final Path folder;
    private final Service service;
    private final StartupCaches caches;

    /** @param repository the folder that holds {@code services/} */
    Program(Path repository, Service service, StartupCaches caches) {
        this.folder = repository.resolve("services").resolve(service.label()).resolve("target");
        this.service = service;
        this.caches = caches;
    }

    /** @throws LocalFailure if neither is built */
    List<String> command() {
        List<String> command = new ArrayList<>(diesWithParent());
        Optional<Path> binary = nativeBinary();
        if (binary.isPresent()) {
            command.add(binary.get().toString());
            return command;
        }
        Path application = folder.resolve("quarkus-app");
        Path jar = application.resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new LocalFailure("services/" + service.label() + " is not built: ./mvnw package -DskipTests");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-Xmx" + service.heapMebibytes() + "m",
                // A service out of memory is started again; one that limps along is worse.
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(service.flags());
        command.addAll(caches.flags(service, application));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /**
     * Linux can end a child together with the thread that started it, even when that thread is killed. Elsewhere the next
     * command finds the child by its process record.
     */
    private static List<String> diesWithParent() {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                ? List.of("/usr/bin/setpriv", "--pdeathsig", "KILL")
                : List.of();
    }

    private Optional<Path> nativeBinary() {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var runners = Files.newDirectoryStream(folder, service.label() + "-*-runner")) {
            for (Path runner : runners) {
                return Optional.of(runner);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalFailure("cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }
}
