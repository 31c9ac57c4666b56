package dev.ingest.scheduler.batch;

import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.StreamWork;
import java.util.Optional;

/** What a drain's report means for one of its streams. */
final class Signals {
    private Signals() {}

    /**
     * The signal of a drain that told its end; none if it says nothing about the stream.
     *
     * @param current the batch size to assume where the drain did not come to say its own
     */
    static Optional<Signal> ended(InvocationReported drain, StreamWork stream, int current) {
        return outcome(drain, stream).map(outcome -> signal(drain, stream, current, outcome));
    }

    /** The signal of a drain that never told its end. */
    static Signal lost(InvocationReported drain, StreamWork stream, int current) {
        return signal(drain, stream, current, Signal.Outcome.LOST);
    }

    private static Optional<Signal.Outcome> outcome(InvocationReported drain, StreamWork stream) {
        if (drain.outcome() == InvocationReported.Outcome.OUT_OF_MEMORY) {
            return Optional.of(Signal.Outcome.OUT_OF_MEMORY);
        }
        return switch (stream.outcome()) {
            // nothing was done for it; where the drain failed as a whole, it failed for this one too
            case MET ->
                drain.outcome() == InvocationReported.Outcome.FAILED
                        ? Optional.of(Signal.Outcome.FAILED)
                        : Optional.empty();
            case WORKED -> Optional.of(Signal.Outcome.WORKED);
            case FAILED -> Optional.of(Signal.Outcome.FAILED);
            case TIMED_OUT -> Optional.of(Signal.Outcome.TIMED_OUT);
        };
    }

    private static Signal signal(InvocationReported drain, StreamWork stream, int current, Signal.Outcome outcome) {
        return new Signal(
                outcome,
                stream.batch().orElse(current),
                stream.records(),
                drain.peakMemoryBytes(),
                drain.memoryLimitBytes(),
                stream.longest(),
                drain.deadline());
    }
}
