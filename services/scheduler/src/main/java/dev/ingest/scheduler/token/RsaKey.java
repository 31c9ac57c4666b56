package dev.ingest.scheduler.token;

import dev.ingest.contracts.error.IngestException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A public key as its owner uploads it.
 *
 * @param der X.509 SubjectPublicKeyInfo in Base64, without line breaks
 */
record RsaKey(String der) {
    private static final int BITS_MIN = 2048;
    private static final int TEXT_MAX = 8 * 1024;

    /** Reads PEM ({@code BEGIN PUBLIC KEY}), or what is between its first and last line. */
    static RsaKey parse(String field, String text) {
        if (text.length() > TEXT_MAX) {
            throw invalid(field, "%d characters".formatted(text.length()));
        }
        String base64 = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
            if (key.getModulus().bitLength() < BITS_MIN) {
                throw invalid(field, "%d bits".formatted(key.getModulus().bitLength()));
            }
            return new RsaKey(Base64.getEncoder().encodeToString(key.getEncoded()));
        } catch (IllegalArgumentException | GeneralSecurityException malformed) {
            throw new IngestException(
                    dev.ingest.contracts.error.ErrorCode.INVALID_ARGUMENT,
                    "%s: not a public key (expected: an RSA public key of at least %d bits in PEM)"
                            .formatted(field, BITS_MIN),
                    malformed);
        }
    }

    private static IngestException invalid(String field, String what) {
        return IngestException.invalid(
                "%s: %s (expected: an RSA public key of at least %d bits in PEM)".formatted(field, what, BITS_MIN));
    }

    /** {@code SHA256:} and the key's digest in Base64, as it stands in the issuer of a token. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(der));
            return "SHA256:" + Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
