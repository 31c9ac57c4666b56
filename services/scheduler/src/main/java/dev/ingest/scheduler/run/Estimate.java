package dev.ingest.scheduler.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How much longer a run takes: its open slices take as long as those that are done, after what the API asked it to wait. */
final class Estimate {
    private Estimate() {}

    static Optional<Duration> left(Run run, List<RunStream> streams, Instant now) {
        long open = streams.stream().mapToLong(stream -> stream.open).sum();
        long done = streams.stream()
                .mapToLong(stream -> stream.slices - stream.open)
                .sum();
        if (!run.active() || run.beganAt == null || done == 0) {
            return Optional.empty();
        }
        Duration soFar = Duration.between(run.beganAt, now);
        Duration wait = run.waitsUntil == null || run.waitsUntil.isBefore(now)
                ? Duration.ZERO
                : Duration.between(now, run.waitsUntil);
        return Optional.of(soFar.dividedBy(done).multipliedBy(open).plus(wait));
    }
}
