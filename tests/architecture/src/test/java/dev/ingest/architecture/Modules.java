package dev.ingest.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository's modules, as folders. */
final class Modules {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private Modules() {}

    /** Folders with compiled classes of the product, tests left out. */
    static List<Path> classes() {
        return Stream.of("libs", "services", ".")
                .flatMap(parent -> children(ROOT.resolve(parent)))
                .map(module -> module.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Folders with Java sources of the product, tests left out. */
    static List<Path> sources() {
        return Stream.of("libs", "services", ".")
                .flatMap(parent -> children(ROOT.resolve(parent)))
                .map(module -> module.resolve("src/main/java"))
                .filter(Files::isDirectory)
                .toList();
    }

    private static Stream<Path> children(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
