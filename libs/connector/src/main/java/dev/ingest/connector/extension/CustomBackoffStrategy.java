package dev.ingest.connector.extension;

import java.time.Duration;
import java.util.Optional;

/** Stands in an error handler's {@code backoff_strategies}. */
@FunctionalInterface
public non-sealed interface CustomBackoffStrategy extends Extension {
    /**
     * How long to wait before the next try, to which the language adds a second; none to ask the next strategy.
     *
     * @param reply none where no answer came
     * @param attempt 1 for the wait after the first try
     */
    Optional<Duration> wait(Optional<Reply> reply, int attempt);
}
