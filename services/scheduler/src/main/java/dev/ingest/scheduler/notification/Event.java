package dev.ingest.scheduler.notification;

import dev.ingest.contracts.error.IngestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may want to be told of. */
public enum Event {
    /** Every stream of a run is in its table. */
    RUN_SUCCEEDED,
    /** Some of a run, or all of it, failed. */
    RUN_FAILED,
    /** A pipeline does not run by itself any more. */
    PIPELINE_PAUSED,
    /** A table has other declared columns. */
    SCHEMA_CHANGED,
    /** A month costs as much as the budget says, or nearly. */
    BUDGET_REACHED,
    /** A stream's batches are the smallest there are, and still too much. */
    TUNING_STUCK,
    /** What a run fetched is not what it wrote, put aside and dropped as a repetition. */
    LEDGER_UNBALANCED,
    /** A table cannot be committed, so its records wait. */
    TABLE_PARKED,
    /** Another of the tenant's notifications was given up. */
    NOTIFICATION_DISABLED,
    /** Somebody tries it out; it needs no subscription. */
    TEST;

    /** As it is told: {@code run.succeeded}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The event of that name; {@code INVALID_ARGUMENT} that says where it stands. */
    static Event parse(String at, String text) {
        return Arrays.stream(values())
                .filter(event -> event != TEST && event.text().equals(text))
                .findFirst()
                .orElseThrow(() -> IngestException.invalid("%s: '%s' (expected: one of %s)"
                        .formatted(
                                at,
                                text,
                                Arrays.stream(values())
                                        .filter(event -> event != TEST)
                                        .map(Event::text)
                                        .collect(Collectors.joining(", ")))));
    }
}
