package dev.ingest.contracts.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination.Own;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantDestinationTest {
    private static final Map<String, Map<String, String>> WHOLE = Map.of(
            "jdbc",
            Map.of("uri", "jdbc:postgresql://h/d", "catalog", "c", "warehouse", "s3://b/a/b"),
            "rest",
            Map.of("uri", "https://catalog.example/api", "namespace", "ingest.eu"),
            "glue",
            Map.of(
                    "region",
                    "eu-central-1",
                    "namespace",
                    "ingest",
                    "warehouse",
                    "s3://b/",
                    "role",
                    "arn:aws:iam::123456789012:role/ingest"));

    private static TenantDestination read(String kind, Map<String, String> properties) {
        return TenantDestination.of(new DestinationSpec("own", kind, properties, Optional.empty()));
    }

    private static TenantDestination whole(String kind) {
        return read(kind, WHOLE.getOrDefault(kind, Map.of()));
    }

    private static TenantDestination read(String kind, String property, String value) {
        var properties = new HashMap<>(WHOLE.getOrDefault(kind, Map.of()));
        if (value.isEmpty()) {
            properties.remove(property);
        } else {
            properties.put(property, value);
        }
        return read(kind, properties);
    }

    @Test
    void eachKindIsReadWithWhatItHas() {
        assertThat(read("managed", Map.of())).isEqualTo(new TenantDestination.Managed());
        assertThat(whole("jdbc"))
                .isEqualTo(new Own(
                        new CatalogSpec.Jdbc("jdbc:postgresql://h/d", "c"),
                        new StorageSpec.S3(
                                "b",
                                "a/b/",
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty())));
        assertThat(whole("rest"))
                .isEqualTo(new Own(
                        new CatalogSpec.Rest(
                                "https://catalog.example/api",
                                Optional.empty(),
                                List.of("ingest", "eu"),
                                Optional.empty()),
                        new StorageSpec.ByCatalog(Optional.empty())));
        assertThat(whole("glue"))
                .isEqualTo(new Own(
                        new CatalogSpec.Glue("eu-central-1", Optional.empty(), "ingest", Optional.empty()),
                        new StorageSpec.S3(
                                "b",
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.of("arn:aws:iam::123456789012:role/ingest"))));
    }

    @Test
    void restCatalogMayLeaveTheFilesToABucketOfTheTenants() {
        assertThat(((Own) read("rest", "location", "s3://b/x")).bucket())
                .hasValueSatisfying(s3 -> assertThat(s3.location()).isEqualTo("s3://b/x"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ftp | x | y | kind: 'ftp' (expected: managed, jdbc, rest or glue)
            managed | uri | x | properties.uri: unknown (expected: none for kind managed)
            jdbc | catalog | | properties.catalog: missing (expected: a value)
            jdbc | uri | jdbc:postgresql://h/d?socketFactory=x | properties.uri (expected: jdbc:postgresql://host:port/database, without parameters)
            jdbc | warehouse | file:/etc | properties.warehouse: file:/etc (expected: s3://bucket/prefix)
            jdbc | warehouse | s3://b/* | properties.warehouse: s3://b/* (expected: s3://bucket/prefix)
            jdbc | warehouse | s3://b/a/../c | properties.warehouse: s3://b/a/../c (expected: s3://bucket/prefix)
            jdbc | warehouse | s3://b/a//c | properties.warehouse: s3://b/a//c (expected: s3://bucket/prefix)
            jdbc | s3.path-style-access | yes | properties.s3.path-style-access: yes (expected: true or false)
            jdbc | jdbc.password | x | properties.jdbc.password: secrets belong in a credential
            jdbc | role | me | properties.role: me (expected: the ARN of a role)
            jdbc | kms-key | alias/x | properties.kms-key: alias/x (expected: the ARN of a key)
            rest | uri | ftp://h | properties.uri (expected: https://host/path, without user, query or fragment)
            rest | uri | https://me:pw@h | properties.uri (expected: https://host/path, without user, query or fragment)
            rest | namespace | Shop | properties.namespace: Shop (expected: levels of lower-case letters, digits and '_', with dots)
            rest | namespace | | properties.namespace: missing (expected: a value)
            rest | scope | all | properties.oauth2-server-uri: missing (expected: it goes with scope)
            rest | warehouse | env:HOME | properties.warehouse: env:HOME (expected: a value that does not begin with env:)
            glue | region | Mars! | properties.region: Mars! (expected: a region such as eu-central-1)
            glue | account | 12 | properties.account: 12 (expected: 12 digits)
            """)
    void whatIsWrongIsNamed(String kind, String property, @Nullable String value, String message) {
        assertThatThrownBy(() -> read(kind, property, Objects.requireNonNullElse(value, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void propertyThatIsMisspeltIsNotPassedOver() {
        assertThatThrownBy(() -> read("glue", "warehous", "x"))
                .hasMessage(
                        "properties.warehous: unknown (expected: account, glue.endpoint, kms-key, namespace, region,"
                                + " role, s3.endpoint, s3.path-style-access, s3.region, warehouse for kind glue)");
    }

    @Test
    void policyOfASessionInARoleIsShortEnoughForAws() {
        assertThat(Rights.ofRole((Own) whole("glue")).length()).isLessThan(TenantDestination.SESSION_POLICY_MAX);
        assertThatThrownBy(() -> read("glue", "warehouse", "s3://b/" + "p".repeat(500)))
                .hasMessageMatching("properties\\.role: the policy of a session in it has \\d{4} characters"
                        + " \\(expected: at most 2048, with a shorter prefix of the bucket\\)");
    }
}
