package dev.ingest.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.DrainPartition;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeupWindowTest {
    private static final DrainPartition ONE = new DrainPartition("ingest.records", 1);
    private static final DrainPartition TWO = new DrainPartition("ingest.records", 2);
    private static final Duration NEVER_ENDS = Duration.ofDays(1);

    private final BlockingQueue<DrainPartition> sent = new LinkedBlockingQueue<>();

    @Test
    void firstWakeupOfEachPartitionGoesOutAtOnce() throws InterruptedException {
        try (var window = new WakeupWindow(NEVER_ENDS, sent::add)) {
            window.wake(ONE, Duration.ZERO);
            window.wake(TWO, Duration.ZERO);
            window.wake(ONE, Duration.ZERO);
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(ONE);
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(TWO);
            assertThat(sent).isEmpty();
        }
    }

    @Test
    void whatCameWithinTheWindowBecomesOneWakeupAtItsEnd() throws InterruptedException {
        Duration window = Duration.ofMillis(50);
        long began = System.nanoTime();
        long windows;
        try (var wakeups = new WakeupWindow(window, sent::add)) {
            wakeups.wake(ONE, Duration.ZERO);
            wakeups.wake(ONE, Duration.ZERO);
            wakeups.wake(ONE, Duration.ZERO);
            windows = (System.nanoTime() - began) / window.toNanos();
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(ONE);
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(ONE);
        }
        assertThat(sent).as("none beyond, unless this thread stood still").hasSizeLessThanOrEqualTo((int) windows);
    }

    @Test
    void wakeupThatIsOwedGoesOutOnClose() {
        try (var window = new WakeupWindow(NEVER_ENDS, sent::add)) {
            window.wake(ONE, Duration.ZERO);
            window.wake(ONE, Duration.ZERO);
            window.wake(TWO, Duration.ZERO);
        }
        assertThat(sent).containsExactly(ONE, TWO, ONE);
    }

    @Test
    void wakeupWaitsForTheLeastPatientOfWhatItIsFor() throws InterruptedException {
        try (var window = new WakeupWindow(Duration.ZERO, sent::add)) {
            window.wake(ONE, NEVER_ENDS);
            window.wake(TWO, NEVER_ENDS);
            window.wake(TWO, Duration.ofMillis(50));
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(TWO);
            window.wake(ONE, Duration.ZERO);
            assertThat(sent.poll(30, TimeUnit.SECONDS)).isEqualTo(ONE);
        }
        assertThat(sent).as("nothing more is owed").isEmpty();
    }

    @Test
    void patienceEndsWithTheProcess() {
        try (var window = new WakeupWindow(Duration.ZERO, sent::add)) {
            window.wake(ONE, NEVER_ENDS);
            window.wake(ONE, NEVER_ENDS);
        }
        assertThat(sent).containsExactly(ONE);
    }
}
