package dev.ingest.local.sampleapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void tokenIsGoodForHalfAMinute() {
        var tokens = new AccessTokens(new HandClock());
        String token = tokens.issue();
        now = now.plus(Duration.ofSeconds(29));
        assertThat(tokens.isGood(token)).isTrue();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(tokens.isGood(token)).isFalse();
    }

    private final class HandClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
