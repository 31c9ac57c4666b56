package dev.ingest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written down about figures and log lines is what the code does. */
class MonitoringTest {
    private static final Path DEPLOY = Modules.ROOT.resolve("deploy/monitoring");
    private static final Pattern MADE =
            Pattern.compile("(?:counter|timer|summary|builder|count|gauge)\\(\\s*\"(ingest\\.[a-z.]+)\"");
    private static final Pattern NAMED = Pattern.compile("`(ingest\\.[a-z.]+)`");
    private static final Pattern ASKED = Pattern.compile("\\bingest_[a-z_]+");
    private static final Pattern LOGGED = Pattern.compile("LOG\\s*\\.\\w+\\((?:[^\";]*)\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern KEY = Pattern.compile("(\\w+)=%");
    private static final Pattern CONVERSION = Pattern.compile("%(?!n)");
    private static final Pattern GLOSSARY_ROW = Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\|");

    private static String figures;
    private static String alerts;
    private static String logs;

    @BeforeAll
    static void page() throws IOException {
        String[] page =
                Files.readString(Modules.ROOT.resolve("docs/monitoring.md")).split("\n## ", -1);
        figures = page[1].lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" |", 1)))
                .collect(Collectors.joining("\n"));
        alerts = page[2];
        logs = page[3];
    }

    private static Stream<String> sources() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path folder : Modules.sources()) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(MonitoringTest::text)
                        .forEach(texts::add);
            }
        }
        return texts.stream();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(hit -> hit.group(hit.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void tableNamesTheFiguresThatTheCodeMakes() throws IOException {
        Set<String> made = sources()
                .flatMap(source -> found(MADE, source).stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found(NAMED, figures)).isEqualTo(made);
    }

    @Test
    void dashboardAndRulesAskForFiguresThatThereAre() throws IOException {
        Set<String> there = found(NAMED, figures).stream()
                .map(name -> name.replace('.', '_'))
                .collect(Collectors.toSet());

        for (String file : new String[] {"grafana.json", "alerts.yaml"}) {
            assertThat(found(ASKED, Files.readString(DEPLOY.resolve(file))).stream()
                            .map(asked -> asked.replaceFirst("(_total|(_seconds)?_(count|sum|bucket|max))$", "")))
                    .as(file)
                    .isNotEmpty()
                    .isSubsetOf(there);
        }
    }

    @Test
    void ruleHasASummaryAndAnAnswer() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("alerts.yaml").toFile())
                .at("/groups/0/rules");
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : rules) {
            names.add(rule.path("alert").asText());
            assertThat(rule.path("expr").asText()).isNotEmpty();
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
        }

        assertThat(names).hasSize(rules.size()).isEqualTo(found(Pattern.compile("(?m)^\\| `(\\w+)`"), alerts));
    }

    @Test
    void logLineSaysItsValuesUnderKeysOfTheGlossary() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String source : sources().toList()) {
            for (MatchResult line : LOGGED.matcher(source).results().toList()) {
                Set<String> keys = found(KEY, line.group(1));
                used.addAll(keys);
                long values = CONVERSION.matcher(line.group(1)).results().count();
                assertThat(keys).as(line.group(1)).hasSizeGreaterThanOrEqualTo((int) Math.min(1, values));
            }
        }
        Set<String> glossary = GLOSSARY_ROW
                .matcher(logs)
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(glossary).isEqualTo(used);
    }
}
