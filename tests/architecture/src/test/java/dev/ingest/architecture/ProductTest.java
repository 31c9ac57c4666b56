package dev.ingest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each sentence that the product says of itself is beside tests that there are. */
class ProductTest {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("^ {4}(?:public )?void (\\w+)\\(", Pattern.MULTILINE);

    private static List<String> rows() throws IOException {
        return Files.readAllLines(REPOSITORY.resolve("docs/product.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
                .toList();
    }

    private static Set<String> tests() throws IOException {
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.find(
                REPOSITORY,
                14,
                (path, of) -> path.toString().contains("/src/test/java/")
                        && path.toString().endsWith(".java"))) {
            files.forEach(file -> METHOD.matcher(text(file))
                    .results()
                    .map((MatchResult found) -> file.getFileName().toString().replace(".java", ".") + found.group(1))
                    .forEach(tests::add));
        }
        return tests;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void everySentenceNamesTestsThatThereAre() throws IOException {
        Set<String> known = tests();
        assertThat(rows()).hasSizeGreaterThan(60);
        for (String row : rows()) {
            List<String> named = NAMED.matcher(row)
                    .results()
                    .map(found -> found.group(1) + "." + found.group(2))
                    .toList();
            assertThat(named).as(row).isNotEmpty();
            assertThat(known).as(row).containsAll(named);
        }
    }
}
