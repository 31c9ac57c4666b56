package dev.ingest.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSecretStoreTest {
    @TempDir
    Path folder;

    private SecretStore store;

    @BeforeEach
    void open() {
        store = reopened();
    }

    private SecretStore reopened() {
        return new FileSecretStore(folder.resolve("secrets"), folder.resolve("key"), new ObjectMapper());
    }

    @Test
    void secretIsReadBackByAnotherProcess() {
        store.write("demo", "shop", Map.of("client_secret", "s3cret"));
        assertThat(reopened().read("demo", "shop")).contains(new Secret(1, Map.of("client_secret", "s3cret")));
    }

    @Test
    void anotherTenantsSecretOfTheSameNameIsAnotherSecret() {
        store.write("demo", "shop", Map.of("k", "demo's"));
        assertThat(store.read("acme", "shop")).isEmpty();
    }

    @Test
    void replaceSucceedsOnlyForWhoReadTheLatestVersion() {
        assertThat(store.replace("demo", "shop", 0, Map.of("k", "1"))).isTrue();
        assertThat(store.replace("demo", "shop", 0, Map.of("k", "lost"))).isFalse();
        assertThat(store.replace("demo", "shop", 1, Map.of("k", "2"))).isTrue();
        assertThat(store.read("demo", "shop")).contains(new Secret(2, Map.of("k", "2")));
    }

    @Test
    void deletedSecretIsGone() {
        store.write("demo", "shop", Map.of("k", "v"));
        store.delete("demo", "shop");
        store.delete("demo", "never-there");
        assertThat(store.read("demo", "shop")).isEmpty();
    }

    @Test
    void fileShowsNothingAndTheKeyIsItsOwnersOnly() throws IOException {
        store.write("demo", "shop", Map.of("client_secret", "s3cret"));
        String stored = Files.readString(folder.resolve("secrets"), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain("s3cret").doesNotContain("shop");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void fileThatWasChangedIsRefused() throws IOException {
        store.write("demo", "shop", Map.of("k", "v"));
        byte[] stored = Files.readAllBytes(folder.resolve("secrets"));
        stored[stored.length - 1] ^= 1;
        Files.write(folder.resolve("secrets"), stored);
        assertThatThrownBy(() -> store.read("demo", "shop"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageStartingWith("the secret store ")
                .hasMessageNotContaining("v}");
    }

    @Test
    void secretThatIsLoggedByAccidentShowsItsKeysOnly() {
        assertThat(new Secret(3, Map.of("client_secret", "s3cret")))
                .hasToString("Secret[version=3, keys=[client_secret]]");
    }
}
