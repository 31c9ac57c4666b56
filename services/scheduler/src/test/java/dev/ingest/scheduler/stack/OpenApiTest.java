package dev.ingest.scheduler.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document that others build clients from is the one that the code makes. */
@SchedulerTest
class OpenApiTest {
    private static final Path CHECKED_IN = Path.of("../../docs/openapi/scheduler.yaml");
    private static final Path GENERATED = Path.of("target/openapi/scheduler.yaml");

    @Test
    void theDocumentInTheRepositoryIsTheGeneratedOne() throws IOException {
        String generated = Api.anonymous().get("/q/openapi?format=yaml").text();
        Files.createDirectories(GENERATED.getParent());
        Files.writeString(GENERATED, generated);

        assertThat(CHECKED_IN).exists();
        assertThat(generated)
                .as("docs/openapi/scheduler.yaml; the generated one is services/scheduler/%s", GENERATED)
                .isEqualTo(Files.readString(CHECKED_IN));
    }

    @Test
    void everyCallIsInTheHandbook() throws IOException {
        String handbook = Files.readString(Path.of("../../docs/rest.md"));

        assertThat(Calls.all())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(handbook)
                        .as(call.toString())
                        .contains(call.template().replaceAll("/\\{[^}]*}.*|/(pause|resume|cancel|retry)$", "")));
    }
}
