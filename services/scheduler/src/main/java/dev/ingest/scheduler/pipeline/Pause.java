package dev.ingest.scheduler.pipeline;

import java.time.Instant;

/**
 * Why a pipeline does not run by itself. Somebody may still run it by hand.
 *
 * @param kind who paused it
 * @param reason in words
 * @param since when
 */
public record Pause(Kind kind, String reason, Instant since) {
    private static final int REASON_CHARACTERS_MAX = 500;

    /** Who paused a pipeline, which says what resumes it. */
    public enum Kind {
        /** An admin, who resumes it. */
        ADMIN,
        /** The API refused the credential: a check or a run that it takes resumes the pipeline. */
        AUTH
    }

    public Pause {
        reason = reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX));
    }
}
