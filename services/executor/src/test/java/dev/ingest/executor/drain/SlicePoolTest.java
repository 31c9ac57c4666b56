package dev.ingest.executor.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlicePoolTest {
    /** Generous: it only decides how long a defect takes to show. */
    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final SlicePool pool = new SlicePool(new ExecutorSettings() {
        @Override
        public int slicesMax() {
            return 3;
        }

        @Override
        public int tenantSlicesMax() {
            return 2;
        }

        @Override
        public int streamsMax() {
            return 4;
        }

        @Override
        public int windowRequests() {
            return 10;
        }

        @Override
        public long windowBytes() {
            return 1000;
        }

        @Override
        public Duration grace() {
            return Duration.ZERO;
        }
    });

    @AfterEach
    void close() {
        over.countDown();
        pool.close();
    }

    private Runnable waiting(CountDownLatch begun) {
        return () -> {
            begun.countDown();
            try {
                over.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void tenantWhoseSlicesWaitLeavesThreadsToOthers() throws InterruptedException {
        var first = new CountDownLatch(2);
        var more = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        var _ = pool.run("waiting", waiting(first));
        var _ = pool.run("waiting", waiting(first));
        var _ = pool.run("waiting", waiting(more));
        assertThat(first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        var _ = pool.run("other", other::countDown);

        assertThat(other.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(more.getCount()).isOne();
        over.countDown();
        assertThat(more.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsCancelledBeforeItsTurnNeverBegins() throws InterruptedException {
        var first = new CountDownLatch(2);
        var _ = pool.run("a", waiting(first));
        var _ = pool.run("a", waiting(first));
        assertThat(first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var never = new CountDownLatch(1);
        var last = new CountDownLatch(1);
        boolean cancelled = pool.run("a", never::countDown).cancel(true);
        var _ = pool.run("a", last::countDown);

        over.countDown();

        assertThat(cancelled).isTrue();
        assertThat(last.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(never.getCount()).isOne();
    }
}
