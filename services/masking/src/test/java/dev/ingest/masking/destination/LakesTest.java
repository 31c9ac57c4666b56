package dev.ingest.masking.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakesTest {
    private static final DestinationSpec MANAGED =
            new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());
    private static final Lake CATALOG = LocalStack.shared().newLake("lakes");

    @TempDir
    private Path warehouse;

    @Test
    void anOpenLakeIsUsedAgainAndTheOldestIdleOneIsClosedForAnother() {
        try (var lakes = new Lakes(1)) {
            Place one = place(CATALOG.jdbcUrl(), "one");
            dev.ingest.lake.Lake first = lakes.with(one, lake -> lake);
            assertThat(lakes.<dev.ingest.lake.Lake>with(one, lake -> lake)).isSameAs(first);
            int tables = lakes.with(
                    place(CATALOG.jdbcUrl(), "two"), lake -> lake.tables().size());
            assertThat(tables).isZero();
            assertThat(lakes.<dev.ingest.lake.Lake>with(one, lake -> lake)).isNotSameAs(first);
        }
    }

    @Test
    void aLakeInUseStaysOpen() {
        try (var lakes = new Lakes(1)) {
            int tables = lakes.with(place(CATALOG.jdbcUrl(), "one"), outer -> {
                int inner = lakes.with(
                        place(CATALOG.jdbcUrl(), "two"), lake -> lake.tables().size());
                return inner + outer.tables().size();
            });
            assertThat(tables).isZero();
        }
    }

    @Test
    void aDestinationThatIsAwayIsUnavailableAndTellsNoSecret() {
        try (var lakes = new Lakes(1)) {
            assertThatThrownBy(
                            () -> lakes.with(place("jdbc:postgresql://127.0.0.1:1/lake", "one"), lake -> lake.tables()))
                    .isInstanceOfSatisfying(
                            IngestException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessage("the table's destination cannot be read now");
        }
    }

    private Place place(String uri, String tenant) {
        var managed = new ManagedLake(
                uri,
                warehouse.toUri().toString(),
                Map.of(),
                new LakeCredentials(Optional.of(new Login(CATALOG.user(), CATALOG.password())), Optional.empty()));
        return new Destinations(managed, (owner, name) -> Optional.empty()).resolve(tenant, MANAGED);
    }
}
