package dev.ingest.scheduler.notification;

/** What became of an attempt. */
sealed interface Outcome {
    /** The receiver said that it has it. */
    record Told() implements Outcome {}

    /** @param problem why not, for a person; it holds no secret */
    record Untold(String problem) implements Outcome {}

    /** The receiver wants nothing any more. */
    record Unwanted(String problem) implements Outcome {}
}
