package dev.ingest.scheduler.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.http.Sha256;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@SchedulerTest
class UserTest {
    private final Api service = Api.as("service-ingest-gateway");

    private static PublicKey key(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\\n%s\\n-----END PUBLIC KEY-----\\n"
                .formatted(Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .encodeToString(key.getEncoded())
                        .replace("\n", "\\n"));
    }

    private static String body(String role, PublicKey... keys) {
        var texts =
                java.util.Arrays.stream(keys).map(key -> '"' + pem(key) + '"').toList();
        return "{\"role\": \"%s\", \"publicKeys\": [%s]}".formatted(role, String.join(",", texts));
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        return "SHA256:"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    }

    @Test
    void userHasTwoKeysSoThatOneCanFollowTheOther() throws GeneralSecurityException {
        Api.tenant("signers");
        Api admin = Api.as("tenant-admin@signers");
        PublicKey first = key(2048);
        PublicKey second = key(2048);

        Answer put = admin.put("/api/v1/users/alice", body("producer", first, second));

        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        assertThat(put.json().toString())
                .isEqualTo("{\"user\":\"ALICE\",\"role\":\"producer\",\"fingerprints\":[\"%s\",\"%s\"]}"
                        .formatted(fingerprint(first), fingerprint(second)));
        Answer spec = service.get("/internal/v1/tenants/signers/key-users/ALICE");
        assertThat(spec.json().get("publicKeys").get(1).asText())
                .isEqualTo(Base64.getEncoder().encodeToString(second.getEncoded()));
        assertThat(admin.get("/api/v1/users").json().get(0)).isEqualTo(put.json());
        assertThat(admin.put("/api/v1/users/alice", body("producer", first, second, key(2048)))
                        .detail())
                .isEqualTo("publicKeys: 3 items (expected: at most 2)");
    }

    @Test
    void userWhoIsRemovedTakesTheirTokensAlong() {
        Api.tenant("leavers");
        Api admin = Api.as("tenant-admin@leavers");
        assertThat(admin.put("/api/v1/users/bob", body("consumer", key(2048))).status())
                .isEqualTo(200);
        Answer token = admin.post("/api/v1/tokens", "{\"name\": \"app\", \"user\": \"bob\", \"role\": \"consumer\"}");

        assertThat(admin.delete("/api/v1/users/bob").status()).isEqualTo(204);

        assertThat(service.get("/internal/v1/tenants/leavers/key-users/BOB").status())
                .isEqualTo(404);
        assertThat(service.get("/internal/v1/tokens/" + Sha256.hex(token.text("token")))
                        .status())
                .isEqualTo(404);
        assertThat(admin.delete("/api/v1/users/bob").status()).isEqualTo(404);
    }

    @Test
    void keyThatIsNoneOrTooShortIsRefused() {
        Api admin = Api.as("tenant-admin@nobody");
        assertThat(admin.put("/api/v1/users/alice", "{\"role\": \"producer\", \"publicKeys\": [\"abc\"]}")
                        .detail())
                .isEqualTo("publicKeys: not a public key (expected: an RSA public key of at least 2048 bits in PEM)");
        assertThat(admin.put("/api/v1/users/alice", body("producer", key(1024))).detail())
                .isEqualTo("publicKeys: 1024 bits (expected: an RSA public key of at least 2048 bits in PEM)");
        assertThat(admin.put("/api/v1/users/alice", "{\"role\": \"producer\"}").status())
                .isEqualTo(400);
        assertThat(admin.put("/api/v1/users/a%20b", body("producer", key(2048))).status())
                .isEqualTo(400);
    }
}
