package dev.ingest.writer.drain;

import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import java.util.List;

/** What one commit applies, or one marker asks for. */
sealed interface Step {
    /** What is done with it. */
    List<? extends Incoming.OfTable> messages();

    /** How many bytes its records are, those included that are elsewhere. */
    default long bytes() {
        return 0;
    }

    /** How many records it is about. */
    long records();

    /** What it does, as traces call it. */
    default String work() {
        return switch (this) {
            case Push _ -> "commit";
            case Stage _ -> "stage";
            case Mark mark -> mark.message().marker() instanceof SliceCompleted ? "commit" : "mark";
        };
    }

    /** Pushed records that become one commit. */
    record Push(List<Incoming.Records> messages) implements Step {
        public Push {
            messages = List.copyOf(messages);
        }

        @Override
        public long bytes() {
            return messages.stream().mapToLong(Incoming.Records::bytes).sum();
        }

        @Override
        public long records() {
            return Step.records(messages);
        }
    }

    /** Pages of one attempt that become one commit on its branch. */
    record Stage(SliceAttempt attempt, List<Incoming.Records> messages) implements Step {
        public Stage {
            messages = List.copyOf(messages);
        }

        @Override
        public long bytes() {
            return messages.stream().mapToLong(Incoming.Records::bytes).sum();
        }

        @Override
        public long records() {
            return Step.records(messages);
        }
    }

    /** A marker. */
    record Mark(Incoming.Marked message) implements Step {
        @Override
        public List<Incoming.Marked> messages() {
            return List.of(message);
        }

        @Override
        public long records() {
            return 0;
        }
    }

    private static long records(List<Incoming.Records> messages) {
        return messages.stream()
                .mapToLong(message -> message.envelope().records())
                .sum();
    }
}
