package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.AccessRefusedException;
import dev.ingest.platform.drain.FencedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InsistenceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FAR = START.plusSeconds(240);
    private static final TableKey TABLE = new TableKey("demo", new TableRef("shop", "orders"));

    private Instant now = START;
    private int calls;

    @Test
    void whatMayPassIsTriedAgain() throws FencedException, InterruptedException {
        Supplier<String> works = () -> {
            if (++calls < 3) {
                throw new IllegalStateException("connection lost");
            }
            return "done";
        };
        assertThat(insistence(FAR).on(works)).isEqualTo("done");
    }

    @Test
    void patienceEnds() {
        assertThatThrownBy(() -> insistence(FAR).run(fails(new IllegalStateException("connection lost"))))
                .hasMessage("connection lost");
        assertThat(calls).as("every ten seconds of thirty").isEqualTo(3);
    }

    @Test
    void deadlineEndsItSooner() {
        assertThatThrownBy(
                        () -> insistence(START.plusSeconds(5)).run(fails(new IllegalStateException("connection lost"))))
                .hasMessage("connection lost");
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void whatIsWrongStaysWrong() {
        assertThatThrownBy(() -> insistence(FAR).run(fails(new IllegalArgumentException("no such type"))))
                .hasMessage("no such type");
        assertThatThrownBy(() -> insistence(FAR).run(fails(IngestException.invalid("no such kind"))))
                .hasMessage("no such kind");
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void whoeverIsRefusedIsNotAskedAgain() {
        var refused = new AccessRefusedException("not yours", new IllegalStateException("403"));
        assertThatThrownBy(() -> insistence(FAR).run(fails(refused))).isSameAs(refused);
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void controlPlaneThatIsAwayMayComeBack() {
        var away = new IngestException(ErrorCode.UNAVAILABLE, "away");
        assertThatThrownBy(() -> insistence(FAR).run(fails(away))).isSameAs(away);
        assertThat(calls).isGreaterThan(1);
    }

    /** Each call takes ten seconds. */
    private Runnable fails(RuntimeException failure) {
        return () -> {
            calls++;
            now = now.plusSeconds(10);
            throw failure;
        };
    }

    private Insistence insistence(Instant deadline) {
        InstantSource time = () -> now;
        Clock clock = time.withZone(ZoneOffset.UTC);
        return new Insistence(TABLE, Duration.ofSeconds(30), Duration.ofMillis(1), deadline, clock);
    }
}
