package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceFailed;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Why a stream of a run failed.
 *
 * @param kind who has to act
 * @param message what to fix
 */
@RegisterForReflection
record RunError(SliceFailed.Kind kind, String message) {
    private static final int MESSAGE_CHARACTERS_MAX = 2000;

    RunError {
        message = message.substring(0, Math.min(message.length(), MESSAGE_CHARACTERS_MAX));
    }
}
