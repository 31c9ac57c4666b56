package dev.ingest.masking.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
    private static final LakeCredentials OURS =
            new LakeCredentials(Optional.of(new Login("lake", "p")), Optional.of(new Login("key", "s")));
    private static final Map<String, String> THEIRS = Map.of(
            "uri", "jdbc:postgresql://db.example.org:5432/lake",
            "catalog", "prod",
            "warehouse", "s3://theirs/lake",
            "s3.region", "eu-west-1");

    private static final Map<String, Map<String, String>> SECRETS = Map.of(
            "demo/lake",
                    Map.of(
                            "jdbc.user", "ann",
                            "jdbc.password", "pw",
                            "s3.access-key-id", "id",
                            "s3.secret-access-key", "sk"),
            "demo/half", Map.of("jdbc.user", "ann", "jdbc.password", "pw"));

    private final Destinations destinations = new Destinations(
            new ManagedLake(
                    "jdbc:postgresql://127.0.0.1/lake", "s3://warehouse/", Map.of("s3.endpoint", "http://x"), OURS),
            (tenant, name) -> Optional.ofNullable(SECRETS.get(tenant + "/" + name)));

    @Test
    void theManagedDestinationHasACatalogNameAndAPrefixPerTenant() {
        Place place = destinations.resolve(
                "demo", new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()));
        assertThat(place.destination())
                .isEqualTo(new Destination(
                        "demo",
                        CatalogKind.JDBC,
                        "jdbc:postgresql://127.0.0.1/lake",
                        "s3://warehouse/demo",
                        Map.of("s3.endpoint", "http://x")));
        assertThat(place.credentials()).isEqualTo(OURS);
        assertThat(place.toString()).doesNotContain("key").contains("hidden");
    }

    @Test
    void aTenantsOwnDestinationIsOpenedWithTheirSecret() {
        Place place = destinations.resolve("demo", jdbc(THEIRS, "lake"));
        assertThat(place.destination().catalogName()).isEqualTo("prod");
        assertThat(place.destination().properties()).isEqualTo(Map.of(Destination.REGION, "eu-west-1"));
        assertThat(place.credentials())
                .isEqualTo(
                        new LakeCredentials(Optional.of(new Login("ann", "pw")), Optional.of(new Login("id", "sk"))));
    }

    @Test
    void anotherTenantsSecretOpensNothing() {
        assertUnfit("other", jdbc(THEIRS, "lake"), "credential 'lake' does not exist");
    }

    @Test
    void aTenantsOwnDestinationIsNeverOpenedWithThePlatformsKeys() {
        assertUnfit("demo", jdbc(THEIRS, "half"), "lacks s3.access-key-id or s3.secret-access-key");
        assertUnfit("demo", new DestinationSpec("own", "jdbc", THEIRS, Optional.empty()), "credential: missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            uri       | jdbc:postgresql://h/d?socketFactory=x | uri (expected
            uri       | jdbc:h2:mem:x                         | uri (expected
            warehouse | file:/etc                             | warehouse: file:/etc (expected: s3://bucket/prefix)
            catalog   |                                       | catalog: missing
            """)
    void whatIsNotFitIsNamed(String property, String value, String message) {
        var properties = new HashMap<>(THEIRS);
        if (value == null) {
            properties.remove(property);
        } else {
            properties.put(property, value);
        }
        assertUnfit("demo", jdbc(properties, "lake"), message);
    }

    private void assertUnfit(String tenant, DestinationSpec spec, String message) {
        assertThatThrownBy(() -> destinations.resolve(tenant, spec))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining(message);
    }

    private static DestinationSpec jdbc(Map<String, String> properties, String credential) {
        return new DestinationSpec("own", "jdbc", properties, Optional.of(credential));
    }
}
