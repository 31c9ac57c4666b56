package dev.ingest.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out what a token stands for. It is looked up by its hash, so no comparison takes longer the more of it is right; and a token
 * that does not exist, has expired or is malformed meets one and the same refusal.
 */
public final class IssuedTokens {
    private static final int LENGTH_MAX = 512;

    private final Function<String, Optional<AccessTokenSpec>> byHash;
    private final Clock clock;

    /** @param byHash finds a token by its SHA-256, lower-case hexadecimal */
    public IssuedTokens(Function<String, Optional<AccessTokenSpec>> byHash, Clock clock) {
        this.byHash = byHash;
        this.clock = clock;
    }

    /**
     * What a token stands for.
     *
     * @throws IngestException {@code UNAUTHENTICATED} if it is no valid token, {@code PERMISSION_DENIED} if it lacks the role
     */
    public AccessTokenSpec holder(String token, String role) {
        AccessTokenSpec spec = valid(token).orElseThrow(IssuedTokens::unauthenticated);
        if (!spec.roles().contains(role)) {
            throw new IngestException(ErrorCode.PERMISSION_DENIED, "the token's roles do not allow this");
        }
        return spec;
    }

    /** The refusal of whoever brings no valid token. */
    public static IngestException unauthenticated() {
        return new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required");
    }

    private Optional<AccessTokenSpec> valid(String token) {
        return token.isEmpty() || token.length() > LENGTH_MAX
                ? Optional.empty()
                : byHash.apply(sha256(token)).filter(spec -> spec.expiresAt().isAfter(clock.instant()));
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
