package dev.ingest.writer.drain;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.CommitFailure;
import dev.ingest.lake.LakeException;
import dev.ingest.lake.ReadFailure;
import dev.ingest.platform.drain.FencedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Repeats what may work next time: each call on a table leaves out what is applied already. Gives up when the patience or the
 * drain's time is over, when repeating cannot help, and when another owner was faster twice.
 */
final class Insistence {
    private static final Logger LOG = Logger.getLogger(Insistence.class);

    private final TableKey table;
    private final Duration patience;
    private final Duration pause;
    private final Instant deadline;
    private final Clock clock;

    Insistence(TableKey table, Duration patience, Duration pause, Instant deadline, Clock clock) {
        this.table = table;
        this.patience = patience;
        this.pause = pause;
        this.deadline = deadline;
        this.clock = clock;
    }

    void run(Runnable call) throws FencedException, InterruptedException {
        var ignored = on(() -> {
            call.run();
            return true;
        });
    }

    <T> T on(Supplier<T> call) throws FencedException, InterruptedException {
        Instant giveUp = earlier(clock.instant().plus(patience), deadline);
        boolean fencedBefore = false;
        while (true) {
            try {
                return call.get();
            } catch (dev.ingest.lake.FencedException fenced) {
                if (fencedBefore) {
                    throw new FencedException("table %s has another owner".formatted(table), fenced);
                }
                fencedBefore = true;
            } catch (RuntimeException failure) {
                if (!mayPass(failure)
                        || Thread.currentThread().isInterrupted()
                        || clock.instant().plus(pause).isAfter(giveUp)) {
                    throw failure;
                }
                LOG.warnf("trying again: table=%s cause=%s", table, failure.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    /** What the lake or we say is wrong stays wrong; what a database, a store or the network says may pass. */
    private static boolean mayPass(RuntimeException failure) {
        return switch (failure) {
            case CommitFailure unknown -> true;
            case ReadFailure away -> true;
            case LakeException permanent -> false;
            case IngestException refused -> refused.code() == ErrorCode.UNAVAILABLE;
            case IllegalArgumentException ours -> false;
            case NullPointerException ours -> false;
            default -> true;
        };
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
