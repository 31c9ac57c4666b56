package dev.ingest.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.LocalStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakesTest {
    private static final DestinationSpec MANAGED =
            new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());
    private static final dev.ingest.testkit.Lake CATALOG = LocalStack.shared().newLake("lakes");
    private static final Map<String, String> KEYS =
            Map.of("jdbc.user", "u", "jdbc.password", "p", "s3.access-key-id", "a", "s3.secret-access-key", "s3cret");

    @TempDir
    private Path warehouse;

    @TempDir
    private Path local;

    private final Map<String, Map<String, String>> secrets = new HashMap<>();
    private final List<String> allowed = new ArrayList<>();
    private Destinations destinations;
    private Lakes lakes;

    @BeforeEach
    void open() {
        var settings = new Settings(CATALOG.jdbcUrl(), warehouse.toUri().toString(), local);
        destinations = new Destinations(
                settings, new Secrets(secrets), tenant -> AllowedAddresses.of(allowed), new Roles(new NoAws()));
        lakes = new Lakes(destinations, settings);
    }

    @AfterEach
    void close() {
        lakes.close();
    }

    @Test
    void regionThatIsNotSaidIsTheSameWhereverTheServiceRuns() {
        secrets.put("demo/keys", KEYS);
        assertThat(destinations.of("demo", own("catalog", "c")).destination().properties())
                .containsEntry(Destination.REGION, "us-east-1");
        assertThat(destinations
                        .of("demo", own("s3.region", "eu-west-1"))
                        .destination()
                        .properties())
                .containsEntry(Destination.REGION, "eu-west-1");
    }

    @Test
    void keysThatAnEndedProcessLeftOnDiskAreDeletedAndThoseOfOthersAreNot() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Path left = Files.createDirectories(local.resolve("ingest-keys-" + Integer.MAX_VALUE));
            Files.writeString(left.resolve("1"), "keys");
            Path used = Files.createDirectories(local.resolve("ingest-keys-" + other.pid()));
            Path foreign = Files.createDirectories(local.resolve("ingest-keys-of-others"));

            new Lakes(destinations, new Settings("unused", "unused", local)).close();

            assertThat(left).doesNotExist();
            assertThat(used).exists();
            assertThat(foreign).exists();
        } finally {
            other.destroy();
        }
    }

    private record Secrets(Map<String, Map<String, String>> values) implements SecretStore {
        @Override
        public Optional<Secret> read(String tenant, String name) {
            return Optional.ofNullable(values.get(tenant + "/" + name)).map(found -> new Secret(1, found));
        }

        @Override
        public void write(String tenant, String name, Map<String, String> written) {
            values.put(tenant + "/" + name, written);
        }

        @Override
        public boolean replace(String tenant, String name, long expectedVersion, Map<String, String> written) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String tenant, String name) {
            values.remove(tenant + "/" + name);
        }
    }

    private record NoAws() implements AwsSettings {
        @Override
        public Optional<String> roleArn() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> webIdentityTokenFile() {
            return Optional.empty();
        }

        @Override
        public String stsRegion() {
            return "us-east-1";
        }

        @Override
        public Optional<String> stsEndpoint() {
            return Optional.empty();
        }

        @Override
        public Duration session() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration renewBefore() {
            return Duration.ofMinutes(5);
        }

        @Override
        public int sessionsMax() {
            return 1;
        }
    }

    private record Settings(String jdbcUrl, String warehouse, Path keyIndexFolder) implements LakeSettings {
        @Override
        public Optional<String> user() {
            return Optional.of(CATALOG.user());
        }

        @Override
        public Optional<String> password() {
            return Optional.of(CATALOG.password());
        }

        @Override
        public Optional<String> endpoint() {
            return Optional.empty();
        }

        @Override
        public Optional<String> region() {
            return Optional.empty();
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.empty();
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.empty();
        }

        @Override
        public int openMax() {
            return 1;
        }

        @Override
        public long keyIndexMaxBytes() {
            return 0;
        }
    }

    private Lake opened(String tenant) {
        try (Lakes.Lease lease = lakes.lease(tenant, MANAGED)) {
            assertThat(lease.lake().tables()).isEmpty();
            return lease.lake();
        }
    }

    @Test
    void anOpenLakeIsUsedAgainAndTheOldestIdleOneIsClosedForAnother() {
        Lake first = opened("one");
        assertThat(opened("one")).isSameAs(first);
        opened("two");
        assertThat(opened("one")).isNotSameAs(first);
    }

    @Test
    void aLakeInUseStaysOpen() {
        try (Lakes.Lease one = lakes.lease("one", MANAGED)) {
            opened("two");
            assertThat(one.lake().tables()).isEmpty();
        }
    }

    private DestinationSpec own(String property, String value) {
        var properties = new HashMap<>(
                Map.of("uri", "jdbc:postgresql://127.0.0.1:1/lake", "catalog", "c", "warehouse", "s3://bucket/prefix"));
        properties.put(property, value);
        return new DestinationSpec("own", "jdbc", properties, Optional.of("keys"));
    }

    private void assertRefused(DestinationSpec spec, String message) {
        assertThatThrownBy(() -> lakes.lease("demo", spec))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessage(message);
    }

    @Test
    void whatATenantMayNotOpenIsRefused() {
        secrets.put("demo/keys", KEYS);
        assertRefused(
                own("warehouse", "file:/etc"),
                "destination own: properties.warehouse: file:/etc (expected: s3://bucket/prefix)");
        assertRefused(
                own("uri", "jdbc:postgresql://h/d?socketFactory=x"),
                "destination own: properties.uri (expected: jdbc:postgresql://host:port/database, without parameters)");
        assertRefused(
                new DestinationSpec("own", "ftp", Map.of(), Optional.empty()),
                "destination own: kind: 'ftp' (expected: managed, jdbc, rest or glue)");
    }

    @Test
    void onlyTheTenantsOwnKeysOpenItsDestination() {
        secrets.put("acme/keys", KEYS);
        assertRefused(own("catalog", "c"), "destination own: credential 'keys' does not exist");
        secrets.put("demo/keys", Map.of("jdbc.user", "u", "jdbc.password", "p"));
        assertRefused(own("catalog", "c"), "destination own: credential: s3.access-key-id is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:5432/lake",
                "jdbc:postgresql://localhost/lake",
                "jdbc:postgresql:///lake",
                "jdbc:postgresql://8.8.8.8:5432,127.0.0.1:5432/lake",
                "jdbc:postgresql://[::1]:5432/lake"
            })
    void aCatalogInsideThePlatformIsNotConnectedTo(String uri) {
        secrets.put("demo/keys", KEYS);

        assertThatThrownBy(() -> lakes.lease("demo", own("uri", uri)))
                .isInstanceOf(IngestException.class)
                .hasMessageEndingWith(
                        "is a loopback address (expected: a public one, or one that the operator allows)");
    }

    @Test
    void neitherIsARestCatalogThere() {
        secrets.put("demo/rest", Map.of("rest.token", "t"));
        var spec = new DestinationSpec(
                "own",
                "rest",
                Map.of("uri", "http://169.254.169.254/latest", "namespace", "shop"),
                Optional.of("rest"));

        assertRefused(
                spec,
                "destination: 169.254.169.254 is a link-local address (expected: a public one, or one that the operator allows)");
    }

    @Test
    void neitherIsAStoreThere() {
        secrets.put("demo/keys", KEYS);
        allowed.add("127.0.0.1:1");

        assertRefused(
                own("s3.endpoint", "http://10.0.0.7:9000"),
                "destination: 10.0.0.7 is a private address (expected: a public one, or one that the operator allows)");
    }
}
