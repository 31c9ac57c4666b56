package dev.ingest.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Python of its own with what a file beside {@code clients/requirements.txt} names; {@code python3} must be on the path. */
final class Python {
    private final Path folder;

    private Python(Path folder) {
        this.folder = folder;
    }

    static Python withClients() {
        return with("clients", "requirements.txt");
    }

    /** One that can read tables. */
    static Python withReader(String name) {
        return with(name, name + ".txt");
    }

    private static Python with(String name, String requirements) {
        Path folder = Engines.log(name).resolveSibling(name);
        if (!Files.isExecutable(folder.resolve("bin/python"))) {
            Engines.run(List.of("python3", "-m", "venv", folder.toString()), Engines.log(name + "-venv"));
        }
        Engines.run(
                List.of(
                        folder.resolve("bin/python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--requirement",
                        client(requirements).toString()),
                Engines.log(name + "-install"));
        return new Python(folder);
    }

    /** Runs a program of this Python to its end; fails if it does. */
    void run(String name, Map<String, String> environment, String program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        // What a client leaves where it runs is left beside its log.
        Engines.run(command, environment, folder, Engines.log(name));
    }

    /** What a program printed. */
    static List<String> said(String name) {
        try (Stream<String> lines = Files.lines(Engines.log(name))) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path client(String file) {
        return Engines.repository().resolve("tests/readers/clients").resolve(file);
    }
}
