package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of docs/gateway-contracts.md names tests, and they exist. */
class ContractsTest {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    /** As tests are written here: helpers are private. */
    private static final Pattern METHOD = Pattern.compile("^ {4}void (\\w+)\\(", Pattern.MULTILINE);

    private static final List<String> MODULES = List.of(
            "services/ingest-gateway",
            "services/scheduler",
            "libs/platform",
            "libs/connector",
            "tests/path",
            "tests/readers");

    private static List<String> rows() throws IOException {
        return Files.readAllLines(REPOSITORY.resolve("docs/gateway-contracts.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
                .toList();
    }

    private static Set<String> tests() {
        var tests = new TreeSet<String>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    String name = file.getFileName().toString().replace(".java", "");
                    METHOD.matcher(text(file)).results().forEach(found -> tests.add(name + "." + found.group(1)));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tests;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRowNamesTestsThatThereAre() throws IOException {
        Set<String> known = tests();
        assertThat(rows()).hasSizeGreaterThan(80);
        for (String row : rows()) {
            String[] cells = row.split("\\|");
            var named = new ArrayList<String>();
            NAMED.matcher(cells[cells.length - 1])
                    .results()
                    .forEach(found -> named.add(found.group(1) + "." + found.group(2)));
            assertThat(named).as(row).isNotEmpty();
            assertThat(known).as(row).containsAll(named);
        }
    }
}
