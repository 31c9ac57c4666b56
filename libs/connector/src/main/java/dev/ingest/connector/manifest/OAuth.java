package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OAuth 2 tokens.
 *
 * @param endpoint absent where the config holds an access token that is never renewed
 * @param rotation present where each refresh token can be used once
 */
public record OAuth(
        String manifestPath,
        Optional<Interpolated> endpoint,
        Grant grant,
        Given given,
        Initial initial,
        Refusal refusal,
        Optional<Rotation> rotation)
        implements Authenticator {
    /**
     * What a token request says.
     *
     * @param headers of the request; one named Authorization replaces client id and secret
     * @param asQuery whether it is said in the address instead of the body
     * @param assertion a signed token that says everything
     */
    public record Grant(
            Interpolated typeName,
            Interpolated type,
            Credential client,
            Credential secret,
            Credential refreshToken,
            List<String> scopes,
            Shape extra,
            Shape headers,
            boolean asQuery,
            Optional<Authenticator> assertion) {}

    public record Credential(Interpolated name, Optional<Interpolated> value) {}

    /**
     * What the answer's fields are called.
     *
     * @param expiresAt whether the expiry is a date instead of seconds
     */
    public record Given(Interpolated token, Interpolated expires, Optional<String> expiresAt) {}

    /** A token that the config holds already; its expiry as a date. */
    public record Initial(Optional<Interpolated> token, Optional<Interpolated> expires) {}

    /** How an answer says that the refresh token is of no more use. */
    public record Refusal(Set<Integer> statuses, String key, Set<String> values) {}

    /**
     * Where the config holds the tokens.
     *
     * @param refreshTokenName the answer's field
     */
    public record Rotation(
            String refreshTokenName, List<String> accessToken, List<String> refreshToken, List<String> expires) {}
}
