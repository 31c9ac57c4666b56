package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomAuthenticator;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authenticators. */
final class AuthenticatorParser {
    private static final Map<String, Component.Parser<Authenticator>> AUTHENTICATORS = Map.of(
            "NoAuth", component -> new Authenticator.NoAuth(),
            "ApiKeyAuthenticator", AuthenticatorParser::apiKey,
            "BearerAuthenticator", component -> new Authenticator.Bearer(component.requiredTemplate("api_token")),
            "BasicHttpAuthenticator", AuthenticatorParser::basic,
            "OAuthAuthenticator", OAuthParser::parse,
            "JwtAuthenticator", JwtParser::jwt,
            "SessionTokenAuthenticator", AuthenticatorParser::sessionToken,
            "SelectiveAuthenticator", AuthenticatorParser::selective,
            "RateLimitedMultipleTokenAuthenticator", TokenPoolParser::parse,
            "CustomAuthenticator",
                    component -> new Authenticator.Custom(component.extension(CustomAuthenticator.class)));
    private static final Map<String, Component.Parser<Optional<Authenticator.Target>>> TOKEN_TARGETS =
            Map.of("Bearer", component -> Optional.empty(), "ApiKey", AuthenticatorParser::tokenTarget);

    private AuthenticatorParser() {}

    /** @param base the address of the requester, which one old authenticator takes for its own */
    static Authenticator parse(Component component, Interpolated base) {
        return component.type().equals("LegacySessionTokenAuthenticator")
                ? legacySession(component, base)
                : component.by(AUTHENTICATORS);
    }

    /** {@code inject_into} is the newer spelling of {@code header}. */
    private static Authenticator apiKey(Component component) {
        Optional<Component> target = component.child("inject_into");
        Optional<Interpolated> header = component.template("header");
        if (target.isPresent() == header.isPresent()) {
            throw new ManifestException(
                    component.path(), "ApiKeyAuthenticator has both or none of inject_into and header (expected one)");
        }
        RequestOption option = target.map(RequestOption::parse)
                .orElseGet(() -> new RequestOption(RequestOption.Place.HEADER, List.of(header.orElseThrow())));
        return new Authenticator.ApiKey(component.template("api_token").orElseGet(() -> blank(component)), option);
    }

    private static Interpolated blank(Component component) {
        return component.template("api_token", Value.EMPTY);
    }

    private static Authenticator basic(Component component) {
        return new Authenticator.Basic(
                component.requiredTemplate("username"),
                component.template("password").orElseGet(() -> component.template("password", Value.EMPTY)));
    }

    private static Authenticator sessionToken(Component component) {
        return new Authenticator.SessionToken(
                component.path(),
                RequesterParser.parse(component.requiredChild("login_requester")),
                DecoderParser.of(component),
                component.list("session_token_path").stream().map(Python::str).toList(),
                component
                        .text("expiration_duration")
                        .filter(text -> !text.isEmpty())
                        .map(text -> lifetime(component, text)),
                component.requiredChild("request_authentication").by(TOKEN_TARGETS));
    }

    private static Lifetime lifetime(Component component, String text) {
        return Lifetime.parse(text)
                .orElseThrow(() -> component.error(
                        "expiration_duration", "is '" + text + "' (expected an ISO-8601 duration like PT1H)"));
    }

    private static Optional<Authenticator.Target> tokenTarget(Component component) {
        Value text = component.value("api_token").filter(Python::truth).orElse(Value.of("{{ session_token }}"));
        return Optional.of(new Authenticator.Target(
                RequestOption.parse(component.requiredChild("inject_into")), component.template("api_token", text)));
    }

    private static Authenticator legacySession(Component component, Interpolated base) {
        return new Authenticator.LegacySessionToken(
                component.path(),
                base,
                component.requiredTemplate("header"),
                component.template("session_token"),
                component.requiredTemplate("login_url"),
                component.requiredTemplate("validate_session_url"),
                component.requiredTemplate("session_token_response_key"),
                component.template("username"),
                component.template("password"));
    }

    private static Authenticator selective(Component component) {
        Map<String, Authenticator> options = new LinkedHashMap<>();
        if (component.required("authenticators") instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                String path = Component.join(Component.join(component.path(), "authenticators"), Python.str(name));
                if (!Python.str(name).equals(Parameters.KEY)) {
                    options.put(Python.str(name), component.at(path, value).by(AUTHENTICATORS));
                }
            });
        }
        List<String> selection = component.list("authenticator_selection_path").stream()
                .map(Python::str)
                .toList();
        return new Authenticator.Selective(component.path(), selection, options);
    }
}
