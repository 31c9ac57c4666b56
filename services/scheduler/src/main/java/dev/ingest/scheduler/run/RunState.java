package dev.ingest.scheduler.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run, or a stream of one, is. What may follow is on the state itself; a run stays as it ended.
 *
 * <pre>
 * Queued ──▶ Running ◀──▶ WaitingForBudget
 *   │           ╲            ╱
 *   │            ▼          ▼
 *   │    Succeeded | PartlyFailed | Failed
 *   ╰──────────▶ Cancelled ◀── Running, WaitingForBudget
 * </pre>
 */
public sealed interface RunState {
    /** The states of runs that have not ended, as they are stored: another run of the pipeline waits for them. */
    List<String> ACTIVE = List.of(new Queued().stored(), new Running().stored(), WaitingForBudget.STORED);

    /** As REST tells it. */
    String text();

    /** As the database has it. */
    default String stored() {
        return text().toUpperCase(Locale.ROOT);
    }

    /** What the database has. */
    static RunState of(String stored, @Nullable Instant waitsUntil, @Nullable String cancelledBy) {
        return switch (stored) {
            case "QUEUED" -> new Queued();
            case "RUNNING" -> new Running();
            case WaitingForBudget.STORED ->
                new WaitingForBudget(Optional.ofNullable(waitsUntil).orElseThrow());
            case "SUCCEEDED" -> new Succeeded();
            case "PARTLY_FAILED" -> new PartlyFailed();
            case "FAILED" -> new Failed();
            case "CANCELLED" -> new Cancelled(Optional.ofNullable(cancelledBy).orElseThrow());
            default -> throw new IllegalStateException("a run cannot be '%s'".formatted(stored));
        };
    }

    /** Has not ended. */
    sealed interface Active extends RunState {
        default Cancelled cancelled(String by) {
            return new Cancelled(by);
        }
    }

    /** Has slices. */
    sealed interface Planned extends Active {
        /**
         * What it is when its streams are so: it ends with its last stream.
         *
         * @param waitsUntil when the first of its open slices may go on, if the API asked all of them to wait
         */
        default RunState given(Collection<RunState> streams, Optional<Instant> waitsUntil) {
            if (streams.stream().anyMatch(Active.class::isInstance)) {
                return waitsUntil.<RunState>map(WaitingForBudget::new).orElseGet(Running::new);
            }
            if (streams.stream().allMatch(Succeeded.class::isInstance)) {
                return new Succeeded();
            }
            return streams.stream().allMatch(Failed.class::isInstance) ? new Failed() : new PartlyFailed();
        }
    }

    /** Stays as it is. */
    sealed interface Ended extends RunState {}

    /** Its slices are not planned yet. */
    record Queued() implements Active {
        public Running begun() {
            return new Running();
        }

        @Override
        public String text() {
            return "queued";
        }
    }

    record Running() implements Planned {
        @Override
        public String text() {
            return "running";
        }
    }

    /** @param until when the API said that it answers again */
    record WaitingForBudget(Instant until) implements Planned {
        static final String STORED = "WAITING_FOR_BUDGET";

        @Override
        public String text() {
            return "waiting_for_budget";
        }
    }

    record Succeeded() implements Ended {
        @Override
        public String text() {
            return "succeeded";
        }
    }

    record PartlyFailed() implements Ended {
        @Override
        public String text() {
            return "partly_failed";
        }
    }

    record Failed() implements Ended {
        @Override
        public String text() {
            return "failed";
        }
    }

    /** @param by who did it */
    record Cancelled(String by) implements Ended {
        static final String TEXT = "cancelled";

        @Override
        public String text() {
            return TEXT;
        }
    }
}
