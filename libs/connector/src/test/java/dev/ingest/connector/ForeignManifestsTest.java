package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loads every manifest of the folder that INGEST_MANIFESTS names (property or environment); skipped without one. */
class ForeignManifestsTest {
    @Test
    void everyManifestIsLoadedOrRefusedByPath() throws IOException {
        Optional<String> folder = Optional.ofNullable(System.getProperty("INGEST_MANIFESTS"))
                .or(() -> Optional.ofNullable(System.getenv("INGEST_MANIFESTS")));
        assumeThat(folder).isPresent();
        TreeMap<String, Integer> refusals = new TreeMap<>();
        int loaded = 0;
        for (Path manifest : manifests(Path.of(folder.orElseThrow()))) {
            try {
                planEveryStream(Connector.load(Files.readString(manifest)));
                loaded++;
            } catch (ManifestException refused) {
                assertThat(refused).as(manifest.toString()).hasMessageMatching("(?s)[\\w$.\\[\\]-]+: .+");
                refusals.merge(reason(refused), 1, Integer::sum);
            } catch (RuntimeException other) {
                throw new AssertionError(manifest.toString(), other);
            }
        }
        System.out.println("loaded " + loaded + ", refused " + refusals);
        assertThat(loaded).isPositive();
    }

    /** Whatever the configuration lacks, planning gives slices or says what is missing. */
    private static void planEveryStream(Connector connector) {
        Map<String, Object> config =
                Map.of("start_date", "2026-01-01T00:00:00Z", "start_datetime", "2026-01-01T00:00:00Z");
        for (StreamInfo stream : connector.streams()) {
            try {
                assertThat(connector.plan(stream.name(), config, Optional.empty(), TestTime.START))
                        .isNotEmpty();
            } catch (ReadException incomplete) {
                assertThat(incomplete.kind()).isEqualTo(ReadException.Kind.CONFIG);
            }
        }
    }

    private static String reason(ManifestException refused) {
        String message = String.valueOf(refused.getMessage());
        return message.replaceFirst("^[^ ]+\\.([\\w]+)(\\[\\d+\\])*: ", "$1: ")
                .replaceFirst(" \\(expected.*", "")
                .replaceFirst("class_name \\S+", "class_name");
    }

    private static List<Path> manifests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
