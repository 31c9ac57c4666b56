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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds out what a token stands for. It is looked up by its hash, so no comparison takes longer the more of it is right; and a token
 * that does not exist, has expired, is malformed or is used from elsewhere meets one and the same refusal.
 */
public final class IssuedTokens {
    /** Tokens that are kept read; beyond it they are read again. */
    private static final int READ_MAX = 10_000;

    /** Finding one among the providers takes longer than hashing a token does. */
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(IssuedTokens::sha256);

    private final Function<String, Optional<AccessTokenSpec>> byHash;
    private final Guesses guesses;
    private final Clock clock;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    /** A token's specification, and what it comes to. */
    private record Read(AccessTokenSpec spec, List<Cidr> networks, Identity holder) {
        static Read of(AccessTokenSpec spec, String hash) {
            return new Read(
                    spec,
                    spec.networks().stream().map(Cidr::parse).toList(),
                    new Identity(spec.tenant(), "token " + hash, spec.roles()));
        }

        boolean allows(Supplier<Optional<InetAddress>> address) {
            return networks.isEmpty()
                    || address.get()
                            .filter(from -> networks.stream().anyMatch(range -> range.contains(from)))
                            .isPresent();
        }
    }

    /** @param byHash finds a token by its SHA-256, lower-case hexadecimal */
    public IssuedTokens(Function<String, Optional<AccessTokenSpec>> byHash, Guesses guesses, Clock clock) {
        this.byHash = byHash;
        this.guesses = guesses;
        this.clock = clock;
    }

    /**
     * What a token stands for.
     *
     * @param address from where it is used, if that is known
     * @throws IngestException {@code UNAUTHENTICATED} if it is no valid token; {@code RATE_LIMITED} if the address has guessed too
     *     often
     */
    public Identity holder(String token, Optional<InetAddress> address) {
        return holder(token, () -> address);
    }

    /** The same; the address is asked for where it matters alone. */
    public Identity holder(String token, Supplier<Optional<InetAddress>> address) {
        if (!AccessTokenSpec.isToken(token)) {
            throw unauthenticated(); // never issued, so nobody has to be asked
        }
        String hash = sha256(token);
        return guesses.ask(hash, address, () -> byHash.apply(hash))
                .filter(found -> found.expiresAt().isAfter(clock.instant()))
                .map(found -> read(found, hash))
                .filter(found -> found.allows(address))
                .map(Read::holder)
                .orElseThrow(IssuedTokens::unauthenticated);
    }

    /** What is registered now decides: what was read of something else is read again. */
    private Read read(AccessTokenSpec spec, String hash) {
        Read known = read.get(hash);
        if (known != null && known.spec().equals(spec)) {
            return known;
        }
        if (read.size() >= READ_MAX) {
            read.clear();
        }
        Read fresh = Read.of(spec, hash);
        read.put(hash, fresh);
        return fresh;
    }

    /** The refusal of whoever brings no valid token. */
    public static IngestException unauthenticated() {
        return new IngestException(ErrorCode.UNAUTHENTICATED, "a valid token is required");
    }

    private static String sha256(String token) {
        return HexFormat.of().formatHex(SHA256.get().digest(token.getBytes(UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
