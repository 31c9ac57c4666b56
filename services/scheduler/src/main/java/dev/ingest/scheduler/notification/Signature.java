package dev.ingest.scheduler.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks. Source: Standard Webhooks 1.0, symmetric signatures. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;

    private Signature() {}

    /**
     * The header's value.
     *
     * @param secret {@code whsec_} and 24 to 64 bytes in Base64
     * @param seconds since 1970, as in the timestamp's header
     * @throws IllegalArgumentException saying what is wrong with the secret, without it
     */
    static String of(String secret, String id, long seconds, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            byte[] signed = mac.doFinal("%s.%d.%s".formatted(id, seconds, body).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
        }
    }

    private static byte[] key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw malformed("does not begin with it", null);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException notBase64) {
            throw malformed("is no Base64", notBase64);
        }
        if (key.length < BYTES_MIN || key.length > BYTES_MAX) {
            throw malformed("has %d bytes".formatted(key.length), null);
        }
        return key;
    }

    private static IllegalArgumentException malformed(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "the credential's secret %s (expected: %s and %d to %d bytes in Base64)"
                        .formatted(what, PREFIX, BYTES_MIN, BYTES_MAX),
                cause);
    }
}
