package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** OAuth authenticators. */
final class OAuthParser {
    private static final String ASSERTION_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /** What most APIs answer when a refresh token has been used, revoked or has expired. */
    private static final OAuth.Refusal USUAL_REFUSAL =
            new OAuth.Refusal(Set.of(400), "error", Set.of("invalid_grant", "invalid_permissions"));

    private OAuthParser() {}

    static Authenticator parse(Component component) {
        Optional<OAuth.Rotation> rotation = rotation(component);
        OAuth oauth = new OAuth(
                component.path(),
                component.template("token_refresh_endpoint"),
                grant(component),
                new OAuth.Given(
                        named(component, "access_token_name", "access_token"),
                        named(component, "expires_in_name", "expires_in"),
                        component.text("token_expiry_date_format")),
                new OAuth.Initial(component.template("access_token_value"), component.template("token_expiry_date")),
                refusal(component),
                rotation);
        if (rotation.isEmpty()) {
            check(component, oauth);
        } else if (oauth.endpoint().isEmpty()) {
            throw component.error("token_refresh_endpoint", "is missing beside refresh_token_updater (expected one)");
        }
        return oauth;
    }

    private static void check(Component component, OAuth oauth) {
        OAuth.Grant grant = oauth.grant();
        if (grant.assertion().isEmpty()
                && (grant.client().value().isEmpty() || grant.secret().value().isEmpty())) {
            throw new ManifestException(
                    component.path(), "OAuthAuthenticator has no client_id or no client_secret (expected both)");
        }
        boolean refreshes = grant.type().literal().equals(Value.of("refresh_token"));
        if (refreshes
                && grant.assertion().isEmpty()
                && grant.refreshToken().value().isEmpty()) {
            throw new ManifestException(
                    component.path(), "OAuthAuthenticator has no refresh_token (expected one for its grant_type)");
        }
    }

    private static OAuth.Grant grant(Component component) {
        Optional<Authenticator> assertion = assertion(component);
        return new OAuth.Grant(
                named(component, "grant_type_name", "grant_type"),
                assertion.isPresent()
                        ? component.template("grant_type", Value.of(ASSERTION_GRANT))
                        : named(component, "grant_type", "refresh_token"),
                credential(component, "client_id"),
                credential(component, "client_secret"),
                credential(component, "refresh_token"),
                texts(component, "scopes"),
                component.shape("refresh_request_body"),
                component.shape("refresh_request_headers"),
                component.flag("send_refresh_request_as_query_params", false),
                assertion);
    }

    /** Any text counts as yes, as in the language: it is not a template. */
    private static Optional<Authenticator> assertion(Component component) {
        boolean used =
                component.value("use_profile_assertion").filter(Python::truth).isPresent();
        return used ? Optional.of(JwtParser.parse(component.requiredChild("profile_assertion"))) : Optional.empty();
    }

    private static OAuth.Credential credential(Component component, String field) {
        return new OAuth.Credential(named(component, field + "_name", field), component.template(field));
    }

    private static OAuth.Refusal refusal(Component component) {
        Optional<Component> updater = component.part("refresh_token_updater", "RefreshTokenUpdater");
        boolean inUpdater = updater.filter(OAuthParser::hasRefusal).isPresent();
        if (inUpdater && hasRefusal(component)) {
            throw component.error(
                    "refresh_token_error_key", "is given here and in refresh_token_updater (expected only one)");
        }
        if (!inUpdater && !hasRefusal(component)) {
            return USUAL_REFUSAL;
        }
        Component holder = inUpdater ? updater.orElseThrow() : component;
        return new OAuth.Refusal(
                holder.statuses("refresh_token_error_status_codes"),
                holder.text("refresh_token_error_key").orElse(""),
                Set.copyOf(texts(holder, "refresh_token_error_values")));
    }

    private static boolean hasRefusal(Component component) {
        return List.of("refresh_token_error_status_codes", "refresh_token_error_key", "refresh_token_error_values")
                .stream()
                .anyMatch(field -> component.value(field).filter(Python::truth).isPresent());
    }

    private static Optional<OAuth.Rotation> rotation(Component component) {
        return component
                .part("refresh_token_updater", "RefreshTokenUpdater")
                .map(updater -> new OAuth.Rotation(
                        updater.text("refresh_token_name").orElse("refresh_token"),
                        path(updater, "access_token"),
                        path(updater, "refresh_token"),
                        path(updater, "token_expiry_date")));
    }

    private static List<String> path(Component updater, String name) {
        List<String> given = texts(updater, name + "_config_path");
        return given.isEmpty() ? List.of("credentials", name) : given;
    }

    private static List<String> texts(Component component, String field) {
        return component.list(field).stream().map(Python::str).collect(Collectors.toUnmodifiableList());
    }

    private static Interpolated named(Component component, String field, String otherwise) {
        return component.template(field).orElseGet(() -> component.template(field, Value.of(otherwise)));
    }
}
