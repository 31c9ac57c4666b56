package dev.ingest.gateway.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ingest.contracts.config.KeyUserSpec;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out who signed a token with a key that is registered for them. An account of the token's is our tenant, in upper case. No
 * token is good for more than an hour, whatever it says; and an unknown user, a wrong key and a wrong time meet one refusal.
 */
public final class KeyPairTokens {
    private static final Duration LIFETIME_MAX = Duration.ofMinutes(60);

    /** How far a client's clock may be ahead of ours. */
    private static final Duration SKEW_MAX = Duration.ofMinutes(1);

    private static final Pattern TENANT = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern USER = Pattern.compile("[A-Z0-9_][A-Z0-9_.@-]{0,127}");

    private final Users users;
    private final Guesses guesses;
    private final Clock clock;

    /** Who is registered. */
    @FunctionalInterface
    public interface Users {
        /** @param user in upper case */
        Optional<KeyUserSpec> find(String tenant, String user);
    }

    public KeyPairTokens(Users users, Guesses guesses, Clock clock) {
        this.users = users;
        this.guesses = guesses;
        this.clock = clock;
    }

    /**
     * Who signed the token; nothing if it is no token of this kind.
     *
     * @param address from where it is used, if that is known
     * @throws dev.ingest.contracts.error.IngestException {@code UNAUTHENTICATED} if it is of this kind and not valid;
     *     {@code RATE_LIMITED} if the address has guessed too often
     */
    public Optional<Identity> holder(String text, Optional<InetAddress> address) {
        return SignedToken.parse(text).map(token -> signer(token, address).orElseThrow(IssuedTokens::unauthenticated));
    }

    private Optional<Identity> signer(SignedToken token, Optional<InetAddress> address) {
        return inTime(token)
                ? names(token.account())
                        .flatMap(name -> user(name, address).stream())
                        .filter(user -> signed(token, user))
                        .map(user -> new Identity(
                                user.tenant(),
                                "user %s of %s".formatted(user.user(), user.tenant()),
                                Set.of(user.role())))
                        .findFirst()
                : Optional.empty();
    }

    private Optional<KeyUserSpec> user(Name name, Optional<InetAddress> address) {
        return guesses.ask(
                "user " + name.tenant() + "/" + name.user(), address, () -> users.find(name.tenant(), name.user()));
    }

    private boolean inTime(SignedToken token) {
        Instant now = clock.instant();
        return now.isBefore(token.expiresAt())
                && now.isBefore(token.issuedAt().plus(LIFETIME_MAX))
                && !now.plus(SKEW_MAX).isBefore(token.issuedAt());
    }

    private record Name(String tenant, String user) {}

    /** An account may be written with its region, {@code ACCOUNT.REGION.USER}, and a user may have a dot in their name. */
    private static Stream<Name> names(String account) {
        return Stream.of(account.indexOf('.'), account.lastIndexOf('.'))
                .distinct()
                .filter(dot -> dot > 0)
                .map(dot -> new Name(tenant(account.substring(0, dot)), account.substring(dot + 1)))
                .filter(name -> TENANT.matcher(name.tenant()).matches())
                .filter(name -> USER.matcher(name.user()).matches());
    }

    /** The account without region and cloud: what is before the first dot, or before the first hyphen of a global one. */
    private static String tenant(String account) {
        int end = account.indexOf(account.contains(".GLOBAL") ? '-' : '.');
        return (end < 0 ? account : account.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    private static boolean signed(SignedToken token, KeyUserSpec user) {
        List<byte[]> keys = user.publicKeys().stream()
                .map(key -> Base64.getDecoder().decode(key))
                .toList();
        return keys.stream()
                .filter(key -> MessageDigest.isEqual(
                        fingerprint(key).getBytes(US_ASCII), token.fingerprint().getBytes(US_ASCII)))
                .anyMatch(key -> token.signedBy(publicKey(key)));
    }

    private static String fingerprint(byte[] key) {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static PublicKey publicKey(byte[] der) {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("the control plane registered a key that is none", unreadable);
        }
    }
}
