package dev.ingest.scheduler.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@SchedulerTest
class GalleryTest {
    @Test
    void everyManifestOfOursCanBePickedAndUsed() throws IOException {
        Api.tenant("g-pick");
        Api admin = Api.as("tenant-admin@g-pick");
        try (Stream<Path> manifests = Files.list(Path.of("../../connectors"))) {
            assertThat(manifests
                            .map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(Gallery.NAMES);
        }
        assertThat(admin.get("/api/v1/gallery").json()).hasSize(Gallery.NAMES.size());

        Answer manifest = admin.get("/api/v1/gallery/stripe");

        assertThat(admin.putYaml("/api/v1/connectors/stripe", manifest.text()).status())
                .isEqualTo(201);
        assertThat(admin.get("/api/v1/gallery/..%2Fshop").status()).isIn(400, 404);
    }

    @Test
    void specTellsWhatToFillInAndWhatOfItIsSecret() {
        Shop shop = Shop.bare("g-spec");

        Answer spec = shop.admin().get("/api/v1/connectors/shop/versions/1/spec");

        assertThat(spec.json().at("/schema/properties/token/airbyte_secret").asBoolean())
                .as(spec.text())
                .isTrue();
        assertThat(spec.json().has("consent")).isFalse();
    }

    @Test
    void specTellsWhatAConsentFillsIn() {
        Shop shop = Shop.bare("g-consent");
        shop.admin().putYaml("/api/v1/connectors/shop", Shop.CONSENTING);

        Answer spec = shop.admin().get("/api/v1/connectors/shop/versions/2/spec");

        assertThat(spec.json().path("consent").toString())
                .isEqualTo("{\"fills\":[\"token\"],\"app\":[\"client_id\",\"client_secret\"],\"lent\":false}");
    }
}
