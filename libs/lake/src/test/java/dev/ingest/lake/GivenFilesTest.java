package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.DestinationCheck.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.rest.ImmutableRemoteSigningConfig;
import org.apache.iceberg.rest.RemoteSigningConfig;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.credentials.ImmutableCredential;
import org.apache.iceberg.rest.responses.ImmutableLoadCredentialsResponse;
import org.assertj.core.util.Throwables;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files the catalog alone opens, in a store that checks every signature. */
class GivenFilesTest {

    private static final LakeCredentials.Login STORE = new LakeCredentials.Login("local-id", "local-secret");
    /** More than one part and a half. */
    private static final int LARGE = 50 << 20;

    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    static Path disk;

    private static S3Proxy store;

    private final String place = "test" + TESTS.incrementAndGet();
    private RestServer server;

    @BeforeAll
    static void open() throws Exception {
        var blobs = new FilesystemNio2BlobStore(disk.toRealPath().toString());
        assertThat(blobs.createContainer("warehouse")).isNotNull();
        store = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, STORE.id(), STORE.secret())
                .ignoreUnknownHeaders(true) // that of a session
                .build();
        store.start();
    }

    @AfterAll
    static void end() throws Exception {
        store.stop();
    }

    @BeforeEach
    void start() throws IOException {
        Destination behind = Database.destination("s3://warehouse/" + place, reached());
        var itsOwn = new LakeCredentials(Optional.empty(), Optional.of(STORE));
        server = new RestServer(Catalogs.open(behind, itsOwn, Network.OWN));
        server.give(reached());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, String> reached() {
        return Map.of(
                Destination.S3_ENDPOINT, "http://127.0.0.1:" + store.getPort(),
                Destination.S3_PATH_STYLE, "true",
                Destination.REGION, "us-east-1");
    }

    private Destination destination() {
        return new Destination("rest", CatalogKind.REST, server.uri(), "", List.of("acme"), Map.of());
    }

    private Lake lake() {
        return Lake.open(destination(), LakeCredentials.none());
    }

    private static Map<String, String> keys(String secret) {
        return Map.of(
                "s3.access-key-id", STORE.id(), "s3.secret-access-key", secret, "s3.session-token", "of-the-session");
    }

    private static Credential credential(Map<String, String> config) {
        return ImmutableCredential.builder()
                .prefix("s3://warehouse/")
                .config(config)
                .build();
    }

    private void assertEverythingTravels() {
        try (Lake lake = lake()) {
            LakeTable table = lake.table(orders());
            push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
            push(table, upsert(1, order(1, 2, "paid")));
            table.stage(slice(1, 'A'), batch(upsert(100, order(2, 5, "sent"))), NONE_REJECTED);
            table.publish(slice(1, 'A'), new Expected(1, 1), Optional.empty(), Offsets.none());
            assertThat(statuses(lake.table(orders()))).isEqualTo(Map.of("1", "paid", "2", "sent"));
            var files = (FileIO & SupportsBulkOperations) table.engine().table().io();
            assertLargeFilesTravel(files, table.engine().table().location());
        }
        assertThat(DestinationCheck.run(destination(), LakeCredentials.none(), AllowedAddresses.ALL, "check"))
                .hasSize(5)
                .allSatisfy(right -> assertThat(right.outcome()).as("%s", right).isEqualTo(Outcome.GRANTED));
    }

    /** In parts; several are deleted at once. */
    private static <F extends FileIO & SupportsBulkOperations> void assertLargeFilesTravel(F files, String location) {
        List<String> names = List.of(location + "/data/large", location + "/data/small");
        write(files, names.getFirst(), new byte[LARGE]);
        write(files, names.getLast(), new byte[1]);
        assertThat(files.newInputFile(names.getFirst()).getLength()).isEqualTo(LARGE);
        files.deleteFiles(names);
        assertThat(names).noneMatch(name -> files.newInputFile(name).exists());
    }

    private static void write(FileIO files, String name, byte[] bytes) {
        try (OutputStream out = files.newOutputFile(name).create()) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keysAmongTheTablesSettingsOpenItsFiles() {
        var settings = new HashMap<>(reached());
        settings.putAll(keys(STORE.secret()));
        server.give(settings);
        assertEverythingTravels();
    }

    @Test
    void keysApartFromTheTablesSettingsOpenItsFiles() {
        server.giveKeys(
                credential(keys(STORE.secret())),
                ImmutableCredential.builder()
                        .prefix("gs://elsewhere/")
                        .putConfig("gcs.oauth2.token", "t")
                        .build());
        assertEverythingTravels();
    }

    @Test
    void keysThatEndAreReplacedBefore() {
        AtomicInteger renewed = new AtomicInteger();
        var ending = new HashMap<>(keys("ended"));
        ending.put("s3.session-token-expires-at-ms", millis(Duration.ofMinutes(4)));
        var settings = new HashMap<>(reached());
        settings.put("client.refresh-credentials-endpoint", "v1/namespaces/shop/tables/orders/credentials");
        server.give(settings);
        server.giveKeys(credential(ending));
        server.renewWith(() -> {
            renewed.incrementAndGet();
            var fresh = new HashMap<>(keys(STORE.secret()));
            fresh.put("s3.session-token-expires-at-ms", millis(Duration.ofHours(1)));
            return ImmutableLoadCredentialsResponse.builder()
                    .addCredentials(credential(fresh))
                    .build();
        });
        try (Lake lake = lake()) {
            LakeTable table = lake.table(orders());
            int before = renewed.get();
            push(table, upsert(0, order(1, 1, "new")));
            assertThat(statuses(table)).isEqualTo(Map.of("1", "new"));
            assertThat(renewed.get() - before).as("once, for all that follows").isLessThanOrEqualTo(1);
        }
        assertThat(renewed).hasPositiveValue();
    }

    private static String millis(Duration fromNow) {
        return Long.toString(Instant.now().plus(fromNow).toEpochMilli());
    }

    /** It reads: a store that refuses what is written may hang up before it has read it, and its answer be lost. */
    @Test
    void keysThatTheStoreRefusesAreNeverPrinted() {
        server.giveKeys(credential(keys(STORE.secret())));
        try (Lake lake = lake()) {
            push(lake.table(orders()), upsert(0, order(1, 1, "new")));
        }
        server.giveKeys(credential(keys("wrong-secret")));
        try (Lake lake = lake()) {
            assertThatThrownBy(() -> statuses(lake.table(orders())))
                    .hasStackTraceContaining("403")
                    .extracting(Throwables::getStackTrace, STRING)
                    .doesNotContain("wrong-secret");
        }
    }

    @Test
    void keysThatTheStoreRefusesWriteNothing() {
        server.giveKeys(credential(keys("wrong-secret")));
        try (Lake lake = lake()) {
            assertThatThrownBy(() -> lake.table(orders()))
                    .extracting(Throwables::getStackTrace, STRING)
                    .doesNotContain("wrong-secret");
        }
        assertThat(disk.resolve("warehouse").resolve(place)).doesNotExist();
    }

    @Test
    void tableWithoutKeysOrSignaturesIsNamedAsWhatItIs() {
        try (Lake lake = lake()) {
            assertThatThrownBy(() -> lake.table(orders()))
                    .hasStackTraceContaining("the catalog gives neither keys for a table's files nor signatures");
        }
    }

    private StoreSigner sign(RemoteSigningConfig config) {
        var settings = new HashMap<>(reached());
        settings.put("s3.remote-signing-enabled", "true");
        server.give(settings);
        var signer = new StoreSigner(STORE);
        server.signWith(config, signer);
        return signer;
    }

    @Test
    void requestsThatTheCatalogSignsReachTheFiles() {
        StoreSigner signer = sign(RemoteSigningConfig.EMPTY);
        assertEverythingTravels();
        assertThat(signer.asked).contains("PUT", "GET", "POST uploads", "POST uploadId", "POST delete", "DELETE");
    }

    @Test
    void whatTheCatalogWantsToBeToldIsToldWithEachRequest() {
        StoreSigner signer = sign(ImmutableRemoteSigningConfig.builder()
                .putProperties("warehouse", "w1")
                .putHeaders("X-Signing-Realm", List.of("eu"))
                .build());
        try (Lake lake = lake()) {
            push(lake.table(orders()), upsert(0, order(1, 1, "new")));
        }
        assertThat(signer.properties).containsOnly(Map.of("warehouse", "w1"));
        assertThat(server.headerOfQuestion("X-Signing-Realm")).contains("eu");
    }

    @Test
    void whatTheCatalogDoesNotSignIsNotDone() throws IOException {
        sign(RemoteSigningConfig.EMPTY);
        try (Lake lake = lake()) {
            LakeTable table = lake.table(orders());
            server.signWith(RemoteSigningConfig.EMPTY, _ -> {
                throw new ForbiddenException("not yours");
            });
            assertThatThrownBy(() -> push(table, upsert(0, order(1, 1, "new"))))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageContaining("not yours");
        }
        try (var written = Files.walk(disk.resolve("warehouse").resolve(place))) {
            assertThat(written.filter(file -> file.toString().endsWith(".parquet")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signer.", "s3.signer."})
    void catalogThatNamesAnotherHostForSigningIsToldNothing(String named) {
        StoreSigner signer = sign(RemoteSigningConfig.EMPTY);
        var settings = new HashMap<>(reached());
        settings.put("s3.remote-signing-enabled", "true");
        settings.put(named + "uri", "http://127.0.0.1:" + store.getPort());
        settings.put(named + "endpoint", "v1/sign");
        server.give(settings);
        try (Lake lake = lake()) {
            assertThatThrownBy(() -> lake.table(orders())).hasStackTraceContaining("names an address of another host");
        }
        assertThat(signer.asked).isEmpty();
    }
}
