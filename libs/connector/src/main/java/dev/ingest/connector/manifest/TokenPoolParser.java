package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authenticators with several tokens. */
final class TokenPoolParser {
    private static final double RESERVE_FRACTION = 0.1;
    private static final long MIN_RESERVE = 50;

    private TokenPoolParser() {}

    static Authenticator parse(Component component) {
        List<TokenPool.Quota> quotas = component.children("quotas").stream()
                .map(quota -> quota.<TokenPool.Quota>by(Map.of("TokenQuota", TokenPoolParser::quota)))
                .toList();
        if (quotas.isEmpty()) {
            throw component.error("quotas", "is empty (expected at least one)");
        }
        return new TokenPool(
                component.path(),
                tokens(component),
                component.template("header", component.value("header").orElse(Value.of("Authorization"))),
                component.text("auth_method").filter(text -> !text.isEmpty()).orElse("Bearer"),
                component.requiredChild("quota_status_source").by(Map.of("QuotaStatusSource", TokenPoolParser::status)),
                quotas,
                component.template(
                        "max_wait_time", component.value("max_wait_time").orElse(Value.of("PT2H"))),
                component.number("budget_reserve_fraction").orElse(RESERVE_FRACTION),
                component.integer("budget_min_reserve").map(Integer::longValue).orElse(MIN_RESERVE));
    }

    private static TokenPool.Tokens tokens(Component component) {
        return component.required("tokens") instanceof Value.Items
                ? new TokenPool.Tokens.Each(component.templates("tokens"))
                : new TokenPool.Tokens.Joined(
                        component.requiredTemplate("tokens"),
                        component
                                .text("token_delimiter")
                                .filter(text -> !text.isEmpty())
                                .orElse(","));
    }

    private static TokenPool.QuotaStatus status(Component component) {
        List<Jwt.Claim> headers = new ArrayList<>();
        if (component.value("request_headers").orElse(Value.NONE) instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                if (!Python.str(name).equals(Parameters.KEY)) {
                    headers.add(new Jwt.Claim(Python.str(name), component.template("request_headers", value)));
                }
            });
        }
        return new TokenPool.QuotaStatus(
                component.requiredTemplate("url"),
                component
                        .choice("http_method", Requester.Method.class, Enum::name)
                        .orElse(Requester.Method.GET),
                List.copyOf(headers),
                component.statuses("unavailable_status_codes"));
    }

    private static TokenPool.Quota quota(Component component) {
        return new TokenPool.Quota(
                component.requiredText("name"),
                path(component, "remaining_path").orElseThrow(() -> missing(component, "remaining_path")),
                path(component, "reset_path").orElseThrow(() -> missing(component, "reset_path")),
                path(component, "limit_path"),
                BudgetParser.matchers(component),
                component.text("remaining_header"),
                component.text("reset_header"),
                component.text("limit_header"),
                component.statuses("exhaustion_status_codes"));
    }

    private static Optional<List<String>> path(Component component, String field) {
        return component
                .value(field)
                .map(value -> component.list(field).stream().map(Python::str).toList())
                .filter(path -> !path.isEmpty());
    }

    private static ManifestException missing(Component component, String field) {
        return component.error(field, "is missing (expected a path)");
    }
}
