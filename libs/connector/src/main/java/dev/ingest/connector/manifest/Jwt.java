package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A token that the request's sender signs.
 *
 * @param duration seconds that it is valid
 * @param headers {@code kid}, {@code typ}, {@code cty}
 * @param payload {@code iss}, {@code sub}, {@code aud}
 * @param prefix before the token, with a blank
 */
public record Jwt(
        String manifestPath,
        Algorithm algorithm,
        Interpolated secret,
        boolean encodeSecret,
        Optional<Interpolated> passphrase,
        long duration,
        List<Claim> headers,
        Shape extraHeaders,
        List<Claim> payload,
        Shape extraPayload,
        Optional<Interpolated> prefix,
        RequestOption target)
        implements Authenticator {
    public record Claim(String name, Interpolated value) {}

    /** As RFC 7518 names them. */
    public enum Algorithm {
        HS256,
        HS384,
        HS512,
        RS256,
        RS384,
        RS512,
        PS256,
        PS384,
        PS512,
        ES256,
        ES384,
        ES512,
        EdDSA
    }
}
