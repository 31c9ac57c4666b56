package dev.ingest.gateway.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A token that a user signed, as far as it can be read without knowing its key: nothing in it is true until {@link #signedBy} is.
 * Sources: RFC 7515, section 3.1; the claims as {@code docs/rest.md} has them.
 *
 * @param account who issued it, up to the fingerprint: {@code ACCOUNT.USER}, in upper case
 * @param fingerprint of the key: {@code SHA256:…}
 */
record SignedToken(
        String account, String fingerprint, Instant issuedAt, Instant expiresAt, byte[] signed, byte[] signature) {
    private static final int LENGTH_MAX = 8 * 1024;
    private static final String FINGERPRINT = ".SHA256:";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Nothing if it is no token of this kind; then it may be the OIDC provider's. */
    static Optional<SignedToken> parse(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > LENGTH_MAX || parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(decoded(parts[0]));
            JsonNode claims = JSON.readTree(decoded(parts[1]));
            String issuer = claims.path("iss").asText();
            int cut = issuer.toUpperCase(Locale.ROOT).lastIndexOf(FINGERPRINT);
            String subject = claims.path("sub").asText().toUpperCase(Locale.ROOT);
            if (cut < 0
                    || !header.path("alg").asText().equals("RS256")
                    || !claims.path("iat").canConvertToLong()
                    || !claims.path("exp").canConvertToLong()
                    || !issuer.substring(0, cut).toUpperCase(Locale.ROOT).equals(subject)) {
                return Optional.empty();
            }
            return Optional.of(new SignedToken(
                    subject,
                    "SHA256:" + issuer.substring(cut + FINGERPRINT.length()),
                    seconds(claims.path("iat")),
                    seconds(claims.path("exp")),
                    (parts[0] + "." + parts[1]).getBytes(US_ASCII),
                    decoded(parts[2])));
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    /** RFC 7519, section 2: a NumericDate may have a fraction, which changes nothing here. */
    private static Instant seconds(JsonNode claim) {
        // beyond these nobody's clock is right, and no arithmetic overflows within
        return Instant.ofEpochSecond(Math.clamp(claim.asLong(), 0, 1L << 40));
    }

    boolean signedBy(PublicKey key) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(signed);
            return rsa.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false; // a signature of the wrong length, for example: it is not the key's
        }
    }

    /** Hides the signature. */
    @Override
    public String toString() {
        return "SignedToken[%s]".formatted(account);
    }
}
