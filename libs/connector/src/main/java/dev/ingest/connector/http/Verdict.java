package dev.ingest.connector.http;

import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.FailureType;
import java.util.Optional;

/** What a response, or the lack of one, means. */
record Verdict(Action action, Optional<FailureType> failureType, Optional<String> message) {
    static Verdict of(Action action) {
        return new Verdict(action, Optional.empty(), Optional.empty());
    }

    /** What a status means where the manifest does not say. */
    static Action byStatus(int status) {
        if (status < 400) {
            return Action.SUCCESS;
        }
        return switch (status) {
            case 400, 401, 403, 404, 405 -> Action.FAIL;
            case 429 -> Action.RATE_LIMITED;
            default -> Action.RETRY;
        };
    }
}
