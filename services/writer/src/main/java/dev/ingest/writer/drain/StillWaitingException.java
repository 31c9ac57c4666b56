package dev.ingest.writer.drain;

import dev.ingest.writer.parked.Trouble;

/** What is replayed cannot be applied yet. */
final class StillWaitingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Trouble why;

    StillWaitingException(Trouble why) {
        super(why.reason());
        this.why = why;
    }

    Trouble why() {
        return why;
    }
}
