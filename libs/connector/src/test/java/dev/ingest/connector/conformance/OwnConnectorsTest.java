package dev.ingest.connector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.Connector;
import dev.ingest.connector.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The manifests we ship, each against exchanges as its provider documents them. {@code -Dcase=text} runs those named so. */
class OwnConnectorsTest {
    private static final Path CASES = Path.of("src", "test", "resources", "connectors");

    @TestFactory
    Stream<DynamicTest> exchanges() {
        String part = System.getProperty("case", "");
        return Case.files(CASES).stream()
                .filter(file -> CASES.relativize(file).toString().contains(part))
                .map(file ->
                        DynamicTest.dynamicTest(CASES.relativize(file).toString(), file.toUri(), () -> read(file)));
    }

    private static void read(Path file) {
        try (CaseRun run = new CaseRun(file)) {
            assertThat(Expectation.differences(run.given(), run.run()))
                    .as("%s, see %s", run.given().title(), file.toUri())
                    .isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> manifestsSayWhatTheyReadAndFromWhere() throws IOException {
        return connectors().stream().map(name -> DynamicTest.dynamicTest(name, () -> says(name)));
    }

    private static void says(String name) throws IOException {
        String text = Files.readString(Case.CONNECTORS.resolve(name + ".yaml"));
        Connector connector = Connector.load(text);

        // The sample shop is our own.
        assertThat(name.equals("orders") || text.contains("# documentation: https://"))
                .as("names the pages it follows")
                .isTrue();
        assertThat(text).containsPattern("# (un)?verified: ");
        assertThat(connector.spec()).containsKeys("title", "properties", "required");
        for (StreamInfo stream : connector.streams()) {
            assertThat(stream.primaryKey()).as("key of %s", stream.name()).isNotEmpty();
            assertThat(stream.jsonSchema().get("properties"))
                    .as("columns of %s", stream.name())
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsKeys(
                            stream.primaryKey().stream().map(List::getFirst).toArray());
        }
    }

    @Test
    void everyStreamIsReadByACase() throws IOException {
        TreeMap<String, Set<String>> unread = new TreeMap<>();
        Map<String, List<Case>> cases = readsByConnector();
        for (String name : connectors()) {
            Set<String> streams =
                    Connector.load(Files.readString(Case.CONNECTORS.resolve(name + ".yaml"))).streams().stream()
                            .map(StreamInfo::name)
                            .collect(Collectors.toCollection(TreeSet::new));
            cases.getOrDefault(name, List.of())
                    .forEach(each -> streams.removeAll(each.read().isEmpty() ? Set.copyOf(streams) : each.read()));
            if (!streams.isEmpty()) {
                unread.put(name, streams);
            }
        }

        assertThat(unread).as("streams without a case").isEmpty();
    }

    @Test
    void everyConnectorHasARowInItsReadme() throws IOException {
        String readme = Files.readString(Case.CONNECTORS.resolve("README.md"));

        assertThat(connectors()).allSatisfy(name -> assertThat(readme).contains("[" + name + "](" + name + ".yaml)"));
    }

    private static Map<String, List<Case>> readsByConnector() {
        return Case.files(CASES).stream()
                .map(file -> Case.load(file, "http://api"))
                .filter(each -> each.operation().equals("read"))
                .collect(Collectors.groupingBy(each -> each.connector().orElse("")));
    }

    private static List<String> connectors() throws IOException {
        try (Stream<Path> files = Files.list(Case.CONNECTORS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }
}
