package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Authenticator;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Jwt;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signed tokens (RFC 7519), made anew for each request. */
final class JwtTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpSession session;

    JwtTokens(HttpSession session) {
        this.session = session;
    }

    /** With its prefix. */
    String token(Authenticator authenticator, Scope scope) {
        if (!(authenticator instanceof Jwt jwt)) {
            throw new IllegalStateException("only signed tokens vouch for a token request");
        }
        String secret = secret(jwt, scope);
        // The language sorts the header's names, not the payload's.
        String signed = encode(JsonText.canonical(new Value.Dict(header(jwt, scope)))) + "."
                + encode(JsonText.compact(new Value.Dict(payload(jwt, scope))));
        byte[] signature = JwtKeys.sign(jwt, secret, OAuthRequest.text(jwt.passphrase(), scope), signed);
        String token = signed + "." + BASE64.encodeToString(signature);
        session.redactor().add(token);
        String prefix = OAuthRequest.text(jwt.prefix(), scope);
        return prefix.isEmpty() ? token : prefix + " " + token;
    }

    private String secret(Jwt jwt, Scope scope) {
        String secret = jwt.secret().coercedText(scope);
        session.redactor().add(secret);
        return jwt.encodeSecret()
                ? Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                : secret;
    }

    private static String encode(String part) {
        return BASE64.encodeToString(part.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<Value, Value> header(Jwt jwt, Scope scope) {
        Map<Value, Value> header = new LinkedHashMap<>();
        header.put(Value.of("typ"), Value.of("JWT"));
        header.put(Value.of("alg"), Value.of(jwt.algorithm().name()));
        if (jwt.extraHeaders().value(scope) instanceof Value.Dict(var extra)) {
            header.putAll(extra);
        }
        claims(header, jwt.headers(), scope);
        return header;
    }

    private Map<Value, Value> payload(Jwt jwt, Scope scope) {
        Map<Value, Value> payload = new LinkedHashMap<>();
        if (jwt.extraPayload().value(scope) instanceof Value.Dict(var extra)) {
            payload.putAll(extra);
        }
        claims(payload, jwt.payload(), scope);
        long now = session.clock().instant().getEpochSecond();
        payload.put(Value.of("iat"), Value.of(now));
        payload.put(Value.of("exp"), Value.of(now + jwt.duration()));
        payload.put(Value.of("nbf"), Value.of(now));
        return payload;
    }

    private static void claims(Map<Value, Value> part, List<Jwt.Claim> claims, Scope scope) {
        for (Jwt.Claim claim : claims) {
            Interpolated value = claim.value();
            part.put(Value.of(claim.name()), value.value(scope));
        }
    }
}
