package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OnceASecondTest {
    @Test
    void firstIsToldAtOnceAndThoseOfASecondTogether() {
        var nanos = new AtomicLong();
        var once = new OnceASecond(nanos::get);
        assertThat(once.told()).hasValue(1);
        for (int i = 0; i < 9; i++) {
            assertThat(once.told()).isEmpty();
        }
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(once.told()).hasValue(10);
        assertThat(once.told()).isEmpty();
    }
}
