package dev.ingest.scheduler.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody calls a request that they may make twice because an answer was lost: under the same key it is done once.
 * Source: draft-ietf-httpapi-idempotency-key-header.
 */
public final class IdempotencyKey {
    /** The header's name. */
    public static final String HEADER = "Idempotency-Key";

    private static final int CHARACTERS_MAX = 255;

    private IdempotencyKey() {}

    /** The key, if there is one; {@code INVALID_ARGUMENT} if it is blank or too long. */
    public static Optional<String> of(@Nullable String header) {
        return Optional.ofNullable(header).map(text -> Body.text(HEADER, text, CHARACTERS_MAX));
    }
}
