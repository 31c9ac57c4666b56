package dev.ingest.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private static final Optional<InetAddress> HERE = Optional.of(Cidr.address("192.0.2.1"));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Guesses guesses = new Guesses(6, now::get);
    private final List<String> asked = new ArrayList<>();

    private Optional<String> ask(String what, Optional<InetAddress> from, Optional<String> there) {
        return guesses.ask(what, from, () -> {
            asked.add(what);
            return there;
        });
    }

    private void useUp(Optional<InetAddress> from) {
        for (int guess = 0; guess < 6; guess++) {
            assertThat(ask("guess %d from %s".formatted(guess, from), from, Optional.empty()))
                    .isEmpty();
        }
    }

    private void assertRefused(String what, Optional<InetAddress> from) {
        int before = asked.size();
        assertThatThrownBy(() -> ask(what, from, Optional.of("there")))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED))
                .hasMessageContaining("more than 6 tokens a minute from this address");
        assertThat(asked).hasSize(before);
    }

    @Test
    void addressMayGuessSoOftenAMinute() {
        useUp(HERE);
        assertRefused("one more", HERE);
        now.updateAndGet(then -> then.plusSeconds(10));
        assertThat(ask("a sixth of a minute later", HERE, Optional.empty())).isEmpty();
        assertRefused("one more", HERE);
        assertThat(ask("from elsewhere", Optional.of(Cidr.address("192.0.2.2")), Optional.of("there")))
                .contains("there");
    }

    @Test
    void whatIsThereTakesNothingAndIsAskedForEvenWhereOthersGuess() {
        for (int times = 0; times < 20; times++) {
            assertThat(ask("token " + times, HERE, Optional.of("there"))).contains("there");
        }
        useUp(HERE);
        assertThat(ask("token 7", HERE, Optional.of("there"))).contains("there");
    }

    @Test
    void whatIsNotThereIsNotAskedForAgainForSomeSeconds() {
        assertThat(ask("guess", HERE, Optional.empty())).isEmpty();
        assertThat(ask("guess", HERE, Optional.of("made since"))).isEmpty();
        now.updateAndGet(then -> then.plus(Guesses.REMEMBERED));
        assertThat(ask("guess", HERE, Optional.of("made since"))).contains("made since");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsNoMoreThereBecomesAGuess() {
        assertThat(ask("token", HERE, Optional.of("there"))).contains("there");
        assertThat(ask("token", HERE, Optional.empty())).as("revoked").isEmpty();
        now.updateAndGet(then -> then.plus(Guesses.REMEMBERED));
        useUp(HERE);
        assertRefused("token", HERE);
    }

    @Test
    void questionThatFailsIsNoGuess() {
        for (int times = 0; times < 20; times++) {
            assertThatThrownBy(() -> guesses.ask("token", HERE, () -> {
                        throw new IllegalStateException("away");
                    }))
                    .hasMessage("away");
        }
        useUp(HERE);
    }

    @Test
    void addressesOfOneNetworkOfIpv6AreOne() {
        useUp(Optional.of(Cidr.address("2001:db8::1")));
        assertRefused("one more", Optional.of(Cidr.address("2001:db8::2")));
        assertThat(ask("another network", Optional.of(Cidr.address("2001:db8:0:1::1")), Optional.empty()))
                .isEmpty();
    }

    @Test
    void manyAddressesHoldNoMoreThanTheirBound() {
        for (int address = 0; address < 100_006; address++) {
            InetAddress from = Cidr.address("10.%d.%d.%d".formatted(address >> 16, address >> 8 & 255, address & 255));
            assertThat(guesses.ask("guess " + address, Optional.of(from), Optional::empty))
                    .isEmpty();
        }
        assertRefused("one more", Optional.of(Cidr.address("10.200.0.1")));
        now.updateAndGet(then -> then.plus(Duration.ofMinutes(2)));
        assertThat(ask("when the others have been quiet", Optional.of(Cidr.address("10.200.0.1")), Optional.empty()))
                .isEmpty();
    }
}
