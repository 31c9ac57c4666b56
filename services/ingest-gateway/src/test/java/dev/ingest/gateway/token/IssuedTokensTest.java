package dev.ingest.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IssuedTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** SHA-256 of "abc": FIPS 180-2, appendix B.1. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aTokenIsFoundByItsHash() {
        assertThat(tokens(NOW.plusSeconds(1))
                        .holder("abc", Optional.empty())
                        .with("producer")
                        .tenant())
                .isEqualTo("demo");
    }

    @Test
    void anExpiredAnUnknownAndAnEndlessTokenMeetTheSameRefusal() {
        String expired = refusal(tokens(NOW), "abc", "producer", ErrorCode.UNAUTHENTICATED);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "abd", "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "a".repeat(513), "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "", "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
    }

    @Test
    void aValidTokenOfAnotherRoleIsForbidden() {
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "abc", "query-log", ErrorCode.PERMISSION_DENIED))
                .doesNotContain("demo");
    }

    @Test
    void theSnowflakeFormHasItsTokenInQuotes() {
        assertThat(SnowflakeToken.of("Snowflake Token=\"abc\"")).contains("abc");
        assertThat(SnowflakeToken.of("snowflake token=\"abc\"")).contains("abc");
        assertThat(SnowflakeToken.of("Snowflake Token=abc")).isEmpty();
        assertThat(SnowflakeToken.of("Snowflake Token=\"\"")).isEmpty();
        assertThat(SnowflakeToken.of("Bearer abc")).isEmpty();
    }

    private static String refusal(IssuedTokens tokens, String token, String role, ErrorCode code) {
        var message = new StringBuilder();
        assertThatThrownBy(() -> tokens.holder(token, Optional.empty()).with(role))
                .isInstanceOfSatisfying(IngestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    message.append(refusal.getMessage());
                });
        return message.toString();
    }

    @Test
    void aTokenOfSomeNetworksIsUnknownElsewhere() {
        IssuedTokens inside = tokens(NOW.plusSeconds(1), "10.1.0.0/16", "fd00::/8");
        assertThat(inside.holder("abc", Optional.of(Cidr.address("10.1.2.3"))).holder())
                .isEqualTo("token " + SHA256_OF_ABC);
        assertThat(inside.holder("abc", Optional.of(Cidr.address("fd00::7"))).tenant())
                .isEqualTo("demo");
        for (Optional<InetAddress> elsewhere :
                List.of(Optional.of(Cidr.address("10.2.0.1")), Optional.<InetAddress>empty())) {
            assertThatThrownBy(() -> inside.holder("abc", elsewhere)).hasMessage("a valid token is required");
        }
    }

    private static IssuedTokens tokens(Instant expiresAt, String... networks) {
        Map<String, AccessTokenSpec> known = Map.of(
                SHA256_OF_ABC,
                new AccessTokenSpec("demo", "mine", "ALICE", Set.of("producer"), List.of(networks), expiresAt));
        return new IssuedTokens(hash -> Optional.ofNullable(known.get(hash)), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
