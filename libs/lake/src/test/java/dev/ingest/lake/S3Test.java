package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.record.Claim;
import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.index.KeyIndex;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way with S3FileIO against a store that checks signatures. */
class S3Test {

    private static final LakeCredentials.Login LOGIN = new LakeCredentials.Login("local-id", "local-secret");

    @TempDir
    Path disk;

    private S3Proxy proxy;

    @BeforeEach
    void start() throws Exception {
        var store = new FilesystemNio2BlobStore(disk.toRealPath().toString());
        assertThat(store.createContainer("warehouse")).isNotNull();
        proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, LOGIN.id(), LOGIN.secret())
                .build();
        proxy.start();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.stop();
    }

    @Test
    void rowsTravelThroughTheStore() {
        try (Lake lake = Lake.open(destination(), credentials(LOGIN))) {
            LakeTable table = lake.table(orders());
            push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
            push(table, upsert(1, order(1, 2, "paid")));
            table.stage(slice(1, 'A'), batch(upsert(100, order(2, 5, "sent"))), NONE_REJECTED);
            table.publish(slice(1, 'A'), new Expected(1, 1), Optional.empty(), Offsets.none());

            assertThat(statuses(table)).isEqualTo(Map.of("1", "paid", "2", "sent"));
            long first = table.snapshots().get(1).id();
            assertThat(rows(table, RowQuery.all().select("id", "status").asOf(first)))
                    .isEqualTo(Map.of("1", "new", "2", "new"));
        }
        assertThat(disk.resolve("warehouse/demo/shop/orders/data")).isDirectory();
    }

    /** It reads: a store that refuses what is written may hang up before it has read it, and its answer be lost. */
    @Test
    void wrongKeyIsRefusedAndNeverPrinted() {
        Destination destination = destination();
        try (Lake lake = Lake.open(destination, credentials(LOGIN))) {
            push(lake.table(orders()), upsert(0, order(1, 1, "new")));
        }
        var wrong = new LakeCredentials.Login("local-id", "wrong-secret");
        try (Lake lake = Lake.open(destination, credentials(wrong))) {
            assertThatThrownBy(() -> lake.table(orders()))
                    .isInstanceOf(AccessRefusedException.class)
                    .hasMessageNotContaining("wrong-secret")
                    .hasStackTraceContaining("403");
        }
        assertThat(credentials(wrong)).hasToString("LakeCredentials[hidden]");
    }

    @Test
    void wrongKeyWritesNothing() {
        var wrong = new LakeCredentials.Login("local-id", "wrong-secret");
        try (Lake lake = Lake.open(destination(), credentials(wrong))) {
            assertThatThrownBy(() -> lake.table(orders())).hasMessageNotContaining("wrong-secret");
        }
        assertThat(Files.exists(disk.resolve("warehouse/demo/shop"))).isFalse();
    }

    @Test
    void aTenantsStoreInsideThePlatformIsSentNothingUnlessTheOperatorAllowsIt() {
        try (Lake lake = Lake.open(destination(), credentials(LOGIN), AllowedAddresses.NONE, KeyIndex.none())) {
            assertThatThrownBy(() -> lake.table(orders())).hasStackTraceContaining("127.0.0.1 is a loopback address");
        }
        assertThat(disk.resolve("warehouse/demo")).doesNotExist();
        AllowedAddresses allowed = AllowedAddresses.of(List.of("127.0.0.1:" + proxy.getPort()));
        try (Lake lake = Lake.open(destination(), credentials(LOGIN), allowed, KeyIndex.none())) {
            push(lake.table(orders()), upsert(0, order(1, 1, "new")));
        }
        assertThat(disk.resolve("warehouse/demo/shop/orders/data")).isDirectory();
    }

    @Test
    void claimsTravelThroughTheStoreAndAMissingOneIsNamed() {
        byte[] record = new byte[6 << 20];
        java.util.Arrays.fill(record, (byte) 'x');
        try (ClaimStore claims = ClaimStore.open(destination(), credentials(LOGIN))) {
            Claim claim = claims.put(record);
            assertThat(claim.uri()).startsWith("s3://warehouse/demo/cas/");
            assertThat(claims.put(record)).isEqualTo(claim);
            assertThat(claims.fetch(claim, record.length)).isEqualTo(record);
            assertThat(claims.fetch(claims.keep(claim), record.length)).isEqualTo(record);
            assertThat(claims.expire(Instant.now().plusSeconds(60), () -> false))
                    .isEqualTo(1);
            assertThatThrownBy(() -> claims.fetch(claim, record.length))
                    .isInstanceOf(BrokenClaimException.class)
                    .hasMessageContaining(claim.uri() + ": missing");
        }
    }

    private Destination destination() {
        return Database.destination(
                "s3://warehouse/demo",
                Map.of(
                        Destination.S3_ENDPOINT, "http://127.0.0.1:" + proxy.getPort(),
                        Destination.S3_PATH_STYLE, "true",
                        Destination.REGION, "us-east-1"));
    }

    private static LakeCredentials credentials(LakeCredentials.Login storage) {
        return new LakeCredentials(Optional.empty(), Optional.of(storage));
    }
}
