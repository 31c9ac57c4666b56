package dev.ingest.scheduler.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.destination.TenantDestination.Own;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that is printed, word by word. Snowflake itself was never asked. */
class SnowflakeSqlTest {
    private static final String BUCKET = "s3://lake/acme";

    private static final Map<String, DestinationSpec> DESTINATIONS = Map.of(
            "glue",
            spec(
                    "glue",
                    Map.of(
                            "region", "eu-central-1",
                            "account", "123456789012",
                            "namespace", "acme",
                            "warehouse", BUCKET,
                            "role", "arn:aws:iam::123456789012:role/ingest",
                            "kms-key", "arn:aws:kms:eu-central-1:123456789012:key/0a1b")),
            "rest",
            spec(
                    "rest",
                    Map.of(
                            "uri", "https://catalog.example/api",
                            "warehouse", "it's ours",
                            "namespace", "ingest.eu",
                            "oauth2-server-uri", "https://login.example/token",
                            "scope", "PRINCIPAL_ROLE:ALL")),
            "jdbc",
            spec("jdbc", Map.of("uri", "jdbc:postgresql://h/d", "catalog", "c", "warehouse", BUCKET)),
            "platform",
            spec("jdbc", Map.of("uri", "jdbc:postgresql://h/d", "catalog", "c", "warehouse", BUCKET)),
            "store",
            spec(
                    "jdbc",
                    Map.of(
                            "uri", "jdbc:postgresql://h/d",
                            "catalog", "c",
                            "warehouse", BUCKET,
                            "s3.endpoint", "https://store.example:9000/")));

    private static final TableRef ORDERS = new TableRef("shop", "orders");
    private static final TableRef NEVER_WRITTEN = new TableRef("shop", "refunds");
    private static final Map<TableRef, String> METADATA =
            Map.of(ORDERS, BUCKET + "/shop/orders/metadata/00042-it's.metadata.json");

    private static DestinationSpec spec(String kind, Map<String, String> properties) {
        return new DestinationSpec("our-lake", kind, properties, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"glue", "rest", "jdbc", "store", "platform"})
    void statementsAreThoseThatWereWrittenDown(String name) {
        DestinationSpec spec = Objects.requireNonNull(DESTINATIONS.get(name));
        var reader = new SnowflakeReader((Own) TenantDestination.of(spec), name.equals("platform"), METADATA);
        String printed = new SnowflakeSql("our-lake", reader)
                .statements(List.of(ORDERS, NEVER_WRITTEN).subList(0, reader.platforms() ? 2 : 1)).stream()
                        .map(statement ->
                                "-- %s\n-- %s\n%s\n".formatted(statement.title(), statement.note(), statement.sql()))
                        .collect(Collectors.joining("\n"));
        assertThat(printed).isEqualTo(golden(name + ".sql"));
    }

    private static String golden(String file) {
        try (InputStream text =
                Objects.requireNonNull(SnowflakeSqlTest.class.getResourceAsStream("/snowflake/" + file), file)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
