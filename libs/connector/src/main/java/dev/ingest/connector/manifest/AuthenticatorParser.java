package dev.ingest.connector.manifest;

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
            "OAuthAuthenticator", AuthenticatorParser::oauth,
            "SessionTokenAuthenticator", AuthenticatorParser::sessionToken,
            "SelectiveAuthenticator", AuthenticatorParser::selective);
    private static final Map<String, Component.Parser<Optional<RequestOption>>> TOKEN_TARGETS = Map.of(
            "Bearer", component -> Optional.empty(),
            "ApiKey", component -> Optional.of(RequestOption.parse(component.requiredChild("inject_into"))));

    private AuthenticatorParser() {}

    static Authenticator parse(Component component) {
        return component.by(AUTHENTICATORS);
    }

    /** {@code inject_into} is the newer spelling of {@code header}. */
    private static Authenticator apiKey(Component component) {
        Optional<Component> target = component.child("inject_into");
        RequestOption option = target.isPresent()
                ? RequestOption.parse(target.get())
                : new RequestOption(RequestOption.Place.HEADER, List.of(component.requiredTemplate("header")));
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
        component.refuse("decoder");
        return new Authenticator.SessionToken(
                component.path(),
                RequesterParser.parse(component.requiredChild("login_requester")),
                component.templates("session_token_path"),
                component.text("expiration_duration"),
                component.requiredChild("request_authentication").by(TOKEN_TARGETS));
    }

    private static Authenticator selective(Component component) {
        Map<String, Authenticator> options = new LinkedHashMap<>();
        if (component.required("authenticators") instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                String path = Component.join(Component.join(component.path(), "authenticators"), Python.str(name));
                options.put(Python.str(name), parse(component.at(path, value)));
            });
        }
        List<String> selection = component.list("authenticator_selection_path").stream()
                .map(Python::str)
                .toList();
        return new Authenticator.Selective(component.path(), selection, options);
    }

    private static Authenticator oauth(Component component) {
        component.refuse("profile_assertion", "refresh_token_updater", "use_profile_assertion");
        return new Authenticator.OAuth(
                component.path(),
                component.template("token_refresh_endpoint"),
                named(component, "grant_type", "refresh_token"),
                named(component, "client_id_name", "client_id"),
                component.template("client_id"),
                named(component, "client_secret_name", "client_secret"),
                component.template("client_secret"),
                named(component, "refresh_token_name", "refresh_token"),
                component.template("refresh_token"),
                component.template("access_token_value"),
                component.templates("scopes"),
                named(component, "access_token_name", "access_token"),
                named(component, "expires_in_name", "expires_in"),
                component.text("token_expiry_date_format"),
                component.shape("refresh_request_body"),
                component.shape("refresh_request_headers"));
    }

    private static Interpolated named(Component component, String field, String otherwise) {
        return component.template(field).orElseGet(() -> component.template(field, Value.of(otherwise)));
    }
}
