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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IssuedTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final String TOKEN = "ingest_abc-_XYZ0abc-_XYZ0abc-_XYZ0abc-_XYZ01234567";

    /** Of the token, by {@code sha256sum}. */
    private static final String SHA256_OF_TOKEN = "a5b7c15e3591c923266d688cbac2669ed3eaa36f4cfd6f986f09384697ccbdfd";

    private static final String UNKNOWN = TOKEN.replace('a', 'b');

    private final List<String> asked = new ArrayList<>();

    @Test
    void aTokenIsFoundByItsHash() {
        assertThat(tokens(NOW.plusSeconds(1))
                        .holder(TOKEN, Optional.empty())
                        .with("producer")
                        .tenant())
                .isEqualTo("demo");
    }

    @Test
    void anExpiredAnUnknownAndAnEndlessTokenMeetTheSameRefusal() {
        String expired = refusal(tokens(NOW), TOKEN, "producer", ErrorCode.UNAUTHENTICATED);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), UNKNOWN, "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "a".repeat(513), "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
        assertThat(refusal(tokens(NOW.plusSeconds(1)), "", "producer", ErrorCode.UNAUTHENTICATED))
                .isEqualTo(expired);
    }

    @Test
    void aValidTokenOfAnotherRoleIsForbidden() {
        assertThat(refusal(tokens(NOW.plusSeconds(1)), TOKEN, "query-log", ErrorCode.PERMISSION_DENIED))
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
        assertThat(inside.holder(TOKEN, Optional.of(Cidr.address("10.1.2.3"))).holder())
                .isEqualTo("token " + SHA256_OF_TOKEN);
        assertThat(inside.holder(TOKEN, Optional.of(Cidr.address("fd00::7"))).tenant())
                .isEqualTo("demo");
        for (Optional<InetAddress> elsewhere :
                List.of(Optional.of(Cidr.address("10.2.0.1")), Optional.<InetAddress>empty())) {
            assertThatThrownBy(() -> inside.holder(TOKEN, elsewhere)).hasMessage("a valid token is required");
        }
    }

    private IssuedTokens tokens(Instant expiresAt, String... networks) {
        Map<String, AccessTokenSpec> known = Map.of(
                SHA256_OF_TOKEN,
                new AccessTokenSpec("demo", "mine", "ALICE", Set.of("producer"), List.of(networks), expiresAt));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new IssuedTokens(
                hash -> {
                    asked.add(hash);
                    return Optional.ofNullable(known.get(hash));
                },
                new Guesses(2, clock),
                clock);
    }

    @Test
    void whatIsNotOfTheFormOfOurTokensIsRefusedWithoutAsking() {
        IssuedTokens tokens = tokens(NOW.plusSeconds(1));
        for (String other : List.of(
                "",
                "abc",
                "ingest_",
                TOKEN + "a",
                TOKEN.substring(1),
                TOKEN.replace('-', '+'),
                TOKEN.toUpperCase(Locale.ROOT),
                TOKEN.replace('a', '\u00e4'))) {
            assertThatThrownBy(() -> tokens.holder(other, Optional.empty()))
                    .as(other)
                    .hasMessage("a valid token is required");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void guessesOfAnAddressAreLimitedAndAKnownTokenIsNot() {
        IssuedTokens tokens = tokens(NOW.plusSeconds(1));
        Optional<InetAddress> here = Optional.of(Cidr.address("192.0.2.1"));
        tokens.holder(TOKEN, here);
        for (String guess : List.of(UNKNOWN, UNKNOWN, TOKEN.replace('a', 'c'))) {
            assertThatThrownBy(() -> tokens.holder(guess, here)).hasMessage("a valid token is required");
        }
        assertThat(asked).as("what was not found a moment ago is not asked for").hasSize(3);
        assertThatThrownBy(() -> tokens.holder(TOKEN.replace('a', 'd'), here))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED));
        assertThat(asked).hasSize(3);
        assertThat(tokens.holder(TOKEN, here).tenant()).isEqualTo("demo");
    }
}
