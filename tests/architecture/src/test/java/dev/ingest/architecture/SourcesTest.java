package dev.ingest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler does not check. */
class SourcesTest {
    /** A file that grows past this has found a second subject. */
    private static final int LINES_MAX = 400;

    private static List<Path> javaFiles() throws IOException {
        List<Path> files = new java.util.ArrayList<>();
        for (Path source : Modules.sources()) {
            try (Stream<Path> found = Files.walk(source)) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        assertThat(files).as("source files").hasSizeGreaterThan(50);
        return files;
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        List<Path> folders =
                javaFiles().stream().map(Path::getParent).distinct().toList();
        assertThat(folders)
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked")
                        .contains("/**"));
    }

    @Test
    void filesAreSmall() throws IOException {
        for (Path file : javaFiles()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LINES_MAX);
        }
    }
}
