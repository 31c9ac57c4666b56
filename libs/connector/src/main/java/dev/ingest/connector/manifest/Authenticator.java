package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomAuthenticator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a request proves who sends it. */
public sealed interface Authenticator
        permits Authenticator.NoAuth,
                Authenticator.ApiKey,
                Authenticator.Bearer,
                Authenticator.Basic,
                Authenticator.SessionToken,
                Authenticator.LegacySessionToken,
                Authenticator.Selective,
                Authenticator.Custom,
                OAuth,
                Jwt,
                TokenPool {
    record Custom(CustomAuthenticator replacement) implements Authenticator {}

    record NoAuth() implements Authenticator {}

    record ApiKey(Interpolated token, RequestOption target) implements Authenticator {}

    record Bearer(Interpolated token) implements Authenticator {}

    record Basic(Interpolated username, Interpolated password) implements Authenticator {}

    /**
     * A token from a login request.
     *
     * @param decoder reads the login's answer
     * @param tokenPath where that, or the first of its parts, holds the token
     * @param lifetime ISO-8601 duration after which to log in again; absent for a login before every request
     * @param target where the token goes; absent for {@code Authorization: Bearer}
     */
    record SessionToken(
            String manifestPath,
            Requester login,
            Decoder decoder,
            List<String> tokenPath,
            Optional<Lifetime> lifetime,
            Optional<Target> target)
            implements Authenticator {}

    /** @param text of the credential, from {@code session_token} */
    record Target(RequestOption option, Interpolated text) {}

    /**
     * A session token that the config holds, or one from a login by name and password.
     *
     * @param base to which the two addresses are appended as they are
     * @param responseKey the field of the login's answer
     */
    record LegacySessionToken(
            String manifestPath,
            Interpolated base,
            Interpolated header,
            Optional<Interpolated> token,
            Interpolated loginUrl,
            Interpolated validateUrl,
            Interpolated responseKey,
            Optional<Interpolated> username,
            Optional<Interpolated> password)
            implements Authenticator {}

    /** The one whose name the config holds at {@code selection}. */
    record Selective(String manifestPath, List<String> selection, Map<String, Authenticator> options)
            implements Authenticator {}
}
