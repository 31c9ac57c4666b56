package dev.ingest.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.record.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimStoreTest {
    private static final byte[] RECORD = "{\"id\":1}".getBytes(UTF_8);

    @TempDir
    Path warehouse;

    private ClaimStore store;

    @BeforeEach
    void open() {
        store = ClaimStore.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path object(Claim claim) {
        return warehouse.resolve("cas").resolve(claim.sha256());
    }

    @Test
    void whatWasStoredIsFetched() {
        Claim claim = store.put(RECORD);
        assertThat(claim.uri()).isEqualTo("file:" + warehouse + "/cas/" + claim.sha256());
        assertThat(claim.length()).isEqualTo(RECORD.length);
        assertThat(store.fetch(claim, RECORD.length)).isEqualTo(RECORD);
    }

    @Test
    void storingItAgainIsTheSameClaimAndRenewsItsAge() throws IOException {
        Claim first = store.put(RECORD);
        age(object(first));
        assertThat(store.put(RECORD)).isEqualTo(first);
        assertThat(store.expire(Instant.parse("2026-01-01T00:00:00Z"), () -> false))
                .isZero();
        assertThat(store.fetch(first, 100)).isEqualTo(RECORD);
    }

    @Test
    void missingObjectIsNamed() throws IOException {
        Claim claim = store.put(RECORD);
        Files.delete(object(claim));
        assertThatThrownBy(() -> store.fetch(claim, 100))
                .isInstanceOf(BrokenClaimException.class)
                .hasMessage("claim %s: missing (expected: 8 bytes with sha256 %s)", claim.uri(), claim.sha256());
        assertThatThrownBy(() -> store.keep(claim)).hasMessageContaining(": missing");
    }

    @Test
    void objectThatIsAnotherIsNamedWithWhatItHas() throws IOException {
        Claim claim = store.put(RECORD);
        Files.writeString(object(claim), "{\"id\":2}");
        assertThatThrownBy(() -> store.fetch(claim, 100)).hasMessageContaining(": bytes with sha256 ");
        assertThatThrownBy(() -> store.keep(claim)).hasMessageContaining(": bytes with sha256 ");
        Files.writeString(object(claim), "{\"id\":1}, more");
        assertThatThrownBy(() -> store.fetch(claim, 100)).hasMessageContaining(": more bytes ");
        Files.writeString(object(claim), "{");
        assertThatThrownBy(() -> store.fetch(claim, 100)).hasMessageContaining(": 1 bytes ");
    }

    @Test
    void nothingIsReadThatTheWarehouseDoesNotHold() throws IOException {
        Claim claim = store.put(RECORD);
        Path elsewhere = Files.createDirectories(warehouse.resolve("other/cas")).resolve(claim.sha256());
        Files.write(elsewhere, RECORD);
        for (String uri : new String[] {
            "file:" + elsewhere, "file:" + warehouse + "/cas/../other/cas/" + claim.sha256(), "s3://other/cas/x"
        }) {
            assertThatThrownBy(() -> store.fetch(new Claim(uri, claim.length(), claim.sha256()), 100))
                    .isInstanceOf(BrokenClaimException.class)
                    .hasMessageContaining("not in the tenant's own warehouse");
        }
    }

    @Test
    void noMoreIsFetchedThanAllowed() {
        Claim claim = store.put(RECORD);
        assertThatThrownBy(() -> store.fetch(claim, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 bytes (expected: at most 7)");
    }

    @Test
    void whatIsKeptOutlivesWhatTravelled() throws IOException {
        Claim claim = store.put(RECORD);
        Claim kept = store.keep(claim);
        assertThat(store.keep(claim)).isEqualTo(kept);
        assertThat(store.keep(kept)).isEqualTo(kept);
        age(object(claim));
        age(warehouse.resolve("dead-letters").resolve(claim.sha256()));
        assertThat(store.expire(Instant.parse("2026-01-01T00:00:00Z"), () -> false))
                .isEqualTo(1);
        assertThat(object(claim)).doesNotExist();
        assertThat(store.fetch(kept, 100)).isEqualTo(RECORD);
    }

    @Test
    void expiryStopsWhenItIsLate() throws IOException {
        age(object(store.put(RECORD)));
        assertThat(store.expire(Instant.parse("2026-01-01T00:00:00Z"), () -> true))
                .isZero();
        assertThat(warehouse.resolve("cas")).isNotEmptyDirectory();
    }

    private static void age(Path object) throws IOException {
        Files.setLastModifiedTime(object, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
    }
}
