package dev.ingest.connector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case file, and what they cover. {@code -Dcase=text} runs those whose name contains the text. */
class ConformanceTest {
    private static final Set<String> KNOWN = Set.copyOf(Coverage.names("known-differences.txt"));

    @TestFactory
    Stream<DynamicTest> cases() {
        String part = System.getProperty("case", "");
        return Case.files().stream()
                .filter(file -> Case.name(file).contains(part))
                .map(file -> DynamicTest.dynamicTest(Case.name(file), file.toUri(), () -> run(file)));
    }

    private static void run(Path file) {
        try (CaseRun run = new CaseRun(file)) {
            List<String> differences = Expectation.differences(run.given(), run.run());
            String name = run.given().name();
            if (KNOWN.contains(name)) {
                assertThat(differences)
                        .as(name + " no longer differs: remove its line from known-differences.txt")
                        .isNotEmpty();
            } else if (!differences.isEmpty()) {
                throw new AssertionError(name + " (" + run.given().title() + ")\n  " + String.join("\n  ", differences)
                        + "\n  see " + file.toUri());
            }
        }
    }

    @Test
    void everyDefinitionAndTrapHasACase() {
        Coverage coverage = new Coverage(
                Case.files().stream().map(file -> Case.load(file, "http://api")).toList());
        System.out.println("cases by component and trap\n" + coverage.table());

        assertThat(coverage.without())
                .as("definitions and traps without a case")
                .isEmpty();
    }

    @Test
    void everyKnownDifferenceIsACaseAndHasAReason() throws IOException {
        assertThat(Case.files().stream().map(Case::name)).containsAll(KNOWN);
        assertThat(Files.readAllLines(Case.FOLDER.resolve("known-differences.txt")).stream()
                        .filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("[\\w/-]+: \\S.{20,}"));
    }
}
