package dev.ingest.connector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/connectors.md says to be better than the language is what the cases show, row by row. */
class DeviationsTest {
    private static final Path DOCS = Path.of("..", "..", "docs", "connectors.md");
    private static final Pattern NAMED = Pattern.compile("`([\\w-]+/[\\w-]+|\\w+Test)`");

    private static List<String> rows() throws IOException {
        String section = Files.readString(DOCS)
                .split("## Better than the language\n", 2)[1]
                .split("\n## ", 2)[0];
        return section.lines()
                .filter(line -> line.startsWith("|") && !line.matches("\\|[ |-]*\\|"))
                .toList();
    }

    /** In the last column. */
    private static List<String> named(String row) {
        String[] cells = row.split("\\|");
        return NAMED.matcher(cells[cells.length - 1])
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static Set<String> defaultCases() {
        return Case.files().stream()
                .filter(file -> text(file).contains("\ncompatibility: default"))
                .map(Case::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Test
    void everyRowNamesACaseOrTestThatThereIs() throws IOException {
        Set<String> known = new TreeSet<>(defaultCases());
        try (Stream<Path> tests = Files.walk(Path.of("src", "test", "java"))) {
            tests.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .forEach(name -> known.add(name.replace(".java", "")));
        }

        for (String row : rows()) {
            assertThat(named(row)).as(row).isNotEmpty().isSubsetOf(known);
        }
    }

    @Test
    void everyCaseThatIsBetterThanTheLanguageHasARow() throws IOException {
        List<String> named = new ArrayList<>();
        rows().forEach(row -> named.addAll(named(row)));

        assertThat(named).containsAll(defaultCases());
    }
}
