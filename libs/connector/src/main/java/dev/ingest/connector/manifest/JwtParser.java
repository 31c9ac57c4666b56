package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JWT authenticators. */
final class JwtParser {
    private static final long DEFAULT_DURATION = 1200;

    private JwtParser() {}

    static Authenticator parse(Component component) {
        return component.by(Map.of("JwtAuthenticator", JwtParser::jwt));
    }

    static Authenticator jwt(Component component) {
        reserved(component, "additional_jwt_headers", List.of("kid", "alg", "typ", "cty"));
        reserved(component, "additional_jwt_payload", List.of("iss", "sub", "aud", "iat", "exp", "nbf"));
        return new Jwt(
                component.path(),
                algorithm(component),
                component.requiredTemplate("secret_key"),
                component.flag("base64_encode_secret_key", false),
                component.template("passphrase"),
                component.integer("token_duration").map(Integer::longValue).orElse(DEFAULT_DURATION),
                claims(component, "jwt_headers", List.of("kid", "typ", "cty"), Map.of("typ", "JWT")),
                component.shape("additional_jwt_headers"),
                claims(component, "jwt_payload", List.of("iss", "sub", "aud"), Map.of()),
                component.shape("additional_jwt_payload"),
                component.template("header_prefix"),
                component
                        .child("request_option")
                        .map(RequestOption::parse)
                        .orElseGet(() -> new RequestOption(
                                RequestOption.Place.HEADER,
                                List.of(component.template("request_option", Value.of("Authorization"))))));
    }

    private static Jwt.Algorithm algorithm(Component component) {
        if (component.text("algorithm").equals(Optional.of("ES256K"))) {
            throw component.error("algorithm", "ES256K is not supported: its curve is not part of Java");
        }
        return component
                .choice("algorithm", Jwt.Algorithm.class, Enum::name)
                .orElseThrow(() -> component.error("algorithm", "is missing (expected one)"));
    }

    private static void reserved(Component component, String field, List<String> names) {
        if (component.value(field).orElse(Value.NONE) instanceof Value.Dict dict) {
            for (String name : names) {
                if (dict.at(name).isPresent()) {
                    throw component.error(field, "sets '" + name + "', which has a field of its own");
                }
            }
        }
    }

    private static List<Jwt.Claim> claims(
            Component component, String field, List<String> names, Map<String, String> defaults) {
        Map<String, Interpolated> claims = new LinkedHashMap<>();
        Optional<Component> given = component.part(field, "Jwt");
        for (String name : names) {
            Optional<Interpolated> value = given.flatMap(part -> part.template(name));
            value.or(() -> Optional.ofNullable(defaults.get(name))
                            .map(text -> component.template(field, Value.of(text))))
                    .ifPresent(template -> claims.put(name, template));
        }
        List<Jwt.Claim> ordered = new ArrayList<>();
        claims.forEach((name, value) -> ordered.add(new Jwt.Claim(name, value)));
        return List.copyOf(ordered);
    }
}
