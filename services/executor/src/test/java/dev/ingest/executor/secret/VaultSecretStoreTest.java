package dev.ingest.executor.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.executor.slice.Outage;
import dev.ingest.platform.secret.Secret;
import dev.ingest.platform.secret.SecretStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire contract of Vault, against a stand-in. It was not run against a real Vault. */
@QuarkusTest
@TestProfile(VaultSecretStoreTest.WithVault.class)
class VaultSecretStoreTest {
    /** A service of its own, whose secrets are in Vault. */
    public static final class WithVault implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(VaultStandIn.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    @Inject
    SecretStore store;

    @BeforeEach
    void empty() {
        VaultStandIn.STORED.clear();
        VaultStandIn.broken = false;
        VaultStandIn.sealed = false;
        VaultStandIn.forbidden = false;
        VaultStandIn.strange = false;
    }

    @Test
    void secretIsWrittenUnderItsTenantAndReadBack() {
        store.write("demo", "shop", Map.of("client_secret", "s3cret"));
        assertThat(VaultStandIn.STORED).containsOnlyKeys("/v1/secret/data/ingest/demo/shop");
        assertThat(store.read("demo", "shop")).contains(new Secret(1, Map.of("client_secret", "s3cret")));
        assertThat(store.read("acme", "shop")).isEmpty();
    }

    @Test
    void oneLoginWithTheServicesOwnTokenServesManyCalls() {
        store.read("demo", "a");
        int logins = VaultStandIn.LOGIN_JWTS.size();
        store.read("demo", "a");
        assertThat(VaultStandIn.LOGIN_JWTS).hasSize(logins).last().asString().contains(".");
    }

    @Test
    void refusedTokenIsRenewed() {
        store.write("demo", "a", Map.of("k", "v"));
        VaultStandIn.validToken = "revoked";
        assertThat(store.read("demo", "a")).isPresent();
    }

    @Test
    void refusalIsAnAnswerAndIsNotTriedAgain() {
        int before = VaultStandIn.READS.get();
        assertThat(store.read("demo", "never-there")).isEmpty();
        assertThat(VaultStandIn.READS).hasValue(before + 1);
    }

    @Test
    void replaceIsCheckAndSet() {
        assertThat(store.replace("demo", "a", 0, Map.of("k", "1"))).isTrue();
        assertThat(store.replace("demo", "a", 0, Map.of("k", "lost"))).isFalse();
        assertThat(store.replace("demo", "a", 1, Map.of("k", "2"))).isTrue();
        assertThat(store.read("demo", "a")).contains(new Secret(2, Map.of("k", "2")));
    }

    @Test
    void deletedSecretIsGone() {
        store.write("demo", "a", Map.of("k", "v"));
        store.delete("demo", "a");
        assertThat(store.read("demo", "a")).isEmpty();
    }

    @Test
    void vaultThatFailsIsUnavailable() {
        VaultStandIn.broken = true;
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessage("the secret store answered 500");
    }

    @Test
    void vaultThatIsSealedIsAnOutage() {
        VaultStandIn.sealed = true;
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(Outage.is(refused)).isTrue())
                .hasMessage("the secret store answered 503");
    }

    @Test
    void policyThatForbidsIsNoOutageAndIsNamed() {
        VaultStandIn.forbidden = true;
        int logins = VaultStandIn.LOGIN_JWTS.size();
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(Outage.is(refused)).isFalse())
                .hasMessage("the secret store refuses this service with 403: the policy of Vault's role 'ingest' must"
                        + " allow it to read secret/data/ingest/demo/a");
        assertThat(VaultStandIn.LOGIN_JWTS).hasSizeGreaterThan(logins);
        assertThatThrownBy(() -> store.replace("demo", "a", 0, Map.of("k", "v")))
                .hasMessageContaining("create and update secret/data/ingest/demo/a");
    }

    @Test
    void loginThatIsRefusedNamesTheRole() {
        VaultStandIn.strange = true;
        VaultStandIn.validToken = "revoked";
        assertThatThrownBy(() -> store.read("demo", "a"))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(Outage.is(refused)).isFalse())
                .hasMessageContaining("login with 400")
                .hasMessageContaining("role 'ingest' of auth/jwt");
    }
}
