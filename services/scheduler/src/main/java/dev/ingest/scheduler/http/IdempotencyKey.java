package dev.ingest.scheduler.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
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

    /**
     * Work, in a transaction of its own, for somebody who may ask again before the first call has answered: whichever of the two
     * comes too late begins anew, and finds what the other has made.
     */
    public static <T> Uni<T> once(Optional<String> key, Supplier<Uni<T>> work) {
        Uni<T> made = Uni.createFrom().deferred(work::get);
        return key.isEmpty() ? made : made.onFailure(IdempotencyKey::lost).recoverWithUni(made);
    }

    private static boolean lost(Throwable failure) {
        return switch (failure) {
            case ConstraintViolationException duplicate -> true;
            case IngestException refused -> refused.code() == ErrorCode.CONFLICT;
            default -> false;
        };
    }
}
