package dev.ingest.gateway.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out what a token stands for. It is looked up by its hash, so no comparison takes longer the more of it is right; and a token
 * that does not exist, has expired, is malformed or is used from elsewhere meets one and the same refusal.
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
     * @param address from where it is used, if that is known
     * @throws IngestException {@code UNAUTHENTICATED} if it is no valid token
     */
    public Identity holder(String token, Optional<InetAddress> address) {
        if (token.isEmpty() || token.length() > LENGTH_MAX) {
            throw unauthenticated();
        }
        String hash = sha256(token);
        AccessTokenSpec spec = byHash.apply(hash)
                .filter(found -> found.expiresAt().isAfter(clock.instant()))
                .filter(found -> allowed(found, address))
                .orElseThrow(IssuedTokens::unauthenticated);
        return new Identity(spec.tenant(), "token " + hash, spec.roles());
    }

    /** The refusal of whoever brings no valid token. */
    public static IngestException unauthenticated() {
        return new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required");
    }

    private static boolean allowed(AccessTokenSpec token, Optional<InetAddress> address) {
        return token.networks().isEmpty()
                || address.filter(from ->
                                token.networks().stream().map(Cidr::parse).anyMatch(range -> range.contains(from)))
                        .isPresent();
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
