package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a request proves who sends it. */
public sealed interface Authenticator {
    record NoAuth() implements Authenticator {}

    record ApiKey(Interpolated token, RequestOption target) implements Authenticator {}

    record Bearer(Interpolated token) implements Authenticator {}

    record Basic(Interpolated username, Interpolated password) implements Authenticator {}

    /**
     * A token from a login request.
     *
     * @param tokenPath where the login's answer holds the token
     * @param lifetime ISO-8601 duration after which to log in again; absent for when the token is refused
     * @param target where the token goes; absent for {@code Authorization: Bearer}
     */
    record SessionToken(
            String manifestPath,
            Requester login,
            List<Interpolated> tokenPath,
            Optional<String> lifetime,
            Optional<RequestOption> target)
            implements Authenticator {}

    /** The one whose name the config holds at {@code selection}. */
    record Selective(String manifestPath, List<String> selection, Map<String, Authenticator> options)
            implements Authenticator {}

    /**
     * OAuth 2 tokens.
     *
     * @param tokenName the response's field that holds the token; likewise the other names
     * @param expiryFormat how {@code expiresInName} gives a date instead of seconds
     */
    record OAuth(
            String manifestPath,
            Optional<Interpolated> endpoint,
            Interpolated grantType,
            Interpolated clientIdName,
            Optional<Interpolated> clientId,
            Interpolated clientSecretName,
            Optional<Interpolated> clientSecret,
            Interpolated refreshTokenName,
            Optional<Interpolated> refreshToken,
            Optional<Interpolated> accessToken,
            List<Interpolated> scopes,
            Interpolated tokenName,
            Interpolated expiresInName,
            Optional<String> expiryFormat,
            Shape extraBody,
            Shape extraHeaders)
            implements Authenticator {}
}
