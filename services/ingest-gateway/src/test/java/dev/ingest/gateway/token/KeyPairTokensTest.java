package dev.ingest.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningUser FIRST = new SigningUser();
    private static final SigningUser SECOND = new SigningUser();
    private static final SigningUser STRANGER = new SigningUser();

    private final KeyPairTokens tokens = new KeyPairTokens(
            (tenant, user) ->
                    tenant.equals("acme") && Set.of("ALICE", "ALICE.SMITH").contains(user)
                            ? Optional.of(new KeyUserSpec(
                                    tenant, user, "producer", List.of(FIRST.publicKey(), SECOND.publicKey())))
                            : Optional.empty(),
            new Guesses(60, Clock.fixed(NOW, ZoneOffset.UTC)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    private static final Optional<InetAddress> HERE = Optional.of(Cidr.address("192.0.2.1"));

    private static String token(SigningUser signer, String account) {
        return signer.token(account, NOW.minusSeconds(10), NOW.plusSeconds(3540));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACME.ALICE",
                "acme.alice",
                "ACME.US-EAST-1.ALICE",
                "ACME-EXTERNAL1.GLOBAL.ALICE",
                "ACME.ALICE.SMITH"
            })
    void accountIsTheTenantWithoutItsRegionWhateverItsCase(String account) {
        Identity identity = tokens.holder(token(FIRST, account), HERE).orElseThrow();
        assertThat(identity.tenant()).isEqualTo("acme");
        assertThat(identity.roles()).containsExactly("producer");
        assertThat(identity.holder()).startsWith("user ALICE");
    }

    @Test
    void eitherKeyOfAUserSigns() {
        assertThat(tokens.holder(token(SECOND, "ACME.ALICE"), HERE)).isPresent();
    }

    @Test
    void whatIsWrongMeetsTheSameRefusal() {
        String claims = "{\"iss\":\"ACME.ALICE.%s\",\"sub\":\"ACME.ALICE\",\"iat\":%d,\"exp\":%d}"
                .formatted(FIRST.fingerprint(), NOW.getEpochSecond(), NOW.getEpochSecond() + 60);
        List<String> refused = List.of(
                token(STRANGER, "ACME.ALICE"),
                STRANGER.signed("{\"alg\":\"RS256\"}", claims),
                token(FIRST, "ACME.BOB"),
                token(FIRST, "OTHER.ALICE"),
                FIRST.token("ACME.ALICE", NOW.minusSeconds(100), NOW),
                FIRST.token("ACME.ALICE", NOW.minusSeconds(3600), NOW.plusSeconds(3600)),
                FIRST.token("ACME.ALICE", NOW.plusSeconds(61), NOW.plusSeconds(600)),
                token(FIRST, "ACME.ALICE") + "AAAA");
        for (String token : refused) {
            assertThatThrownBy(() -> tokens.holder(token, HERE))
                    .isInstanceOfSatisfying(
                            IngestException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED))
                    .hasMessage("a valid token is required");
        }
    }

    @Test
    void tokenOfAnotherKindIsLeftToOthers() {
        String claims = "{\"iss\":\"%s\",\"sub\":\"ACME.ALICE\",\"iat\":1,\"exp\":2}";
        String fingerprinted = "ACME.ALICE." + FIRST.fingerprint();
        for (String token : List.of(
                "nonsense",
                "a.b.c",
                FIRST.signed("{\"alg\":\"RS256\"}", claims.formatted("https://issuer")),
                FIRST.signed("{\"alg\":\"HS256\"}", claims.formatted(fingerprinted)),
                FIRST.signed("{\"alg\":\"none\"}", claims.formatted(fingerprinted)),
                FIRST.signed("{\"alg\":\"RS256\"}", claims.formatted("ACME.EVE." + FIRST.fingerprint())),
                FIRST.signed("{\"alg\":\"RS256\"}", "{\"iss\":\"" + fingerprinted + "\",\"sub\":\"ACME.ALICE\"}"))) {
            assertThat(tokens.holder(token, HERE)).as(token).isEmpty();
        }
    }

    @Test
    void hourIsTheLongestWhateverTheTokenSays() {
        for (Duration promised : List.of(Duration.ofMinutes(61), Duration.ofDays(1), Duration.ofDays(10_000))) {
            Instant end = NOW.plus(promised);
            assertThat(tokens.holder(FIRST.token("ACME.ALICE", NOW.minusSeconds(3599), end), HERE))
                    .as("a second before the hour is over: %s", promised)
                    .isPresent();
            for (int age : List.of(3600, 3601, 86_400)) {
                assertThatThrownBy(() -> tokens.holder(FIRST.token("ACME.ALICE", NOW.minusSeconds(age), end), HERE))
                        .as("%d s after it was signed, for %s", age, promised)
                        .hasMessage("a valid token is required");
            }
        }
        assertThatThrownBy(
                        () -> tokens.holder(FIRST.token("ACME.ALICE", NOW.plusSeconds(61), NOW.plusSeconds(62)), HERE))
                .as("one that is dated ahead, so that its hour would end later")
                .hasMessage("a valid token is required");
    }

    @Test
    void usersThatDoNotExistAreGuessesOfTheirAddress() {
        var asked = new ArrayList<String>();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var guarded = new KeyPairTokens(
                (tenant, user) -> {
                    asked.add(tenant + "/" + user);
                    return Optional.empty();
                },
                new Guesses(2, clock),
                clock);
        for (String account : List.of("ACME.EVE", "ACME.EVE", "ACME.MALLORY")) {
            assertThatThrownBy(() -> guarded.holder(token(FIRST, account), HERE))
                    .hasMessage("a valid token is required");
        }
        assertThatThrownBy(() -> guarded.holder(token(FIRST, "ACME.TRUDY"), HERE))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(asked).containsExactly("acme/EVE", "acme/MALLORY");
    }
}
