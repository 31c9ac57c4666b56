package dev.ingest.local.oidc;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;

/**
 * What a client's id says about it:
 *
 * <ul>
 *   <li>{@code operator}: role {@code operator}, no tenant
 *   <li>{@code <role>@<tenant>}: that role of that tenant; several roles as {@code analyst,producer@demo}
 *   <li>{@code service-<name>}: role {@code service}
 *   <li>{@code dashboard}: whoever signs in at the page is asked; their claims are added to none
 *   <li>anything else: no role at all
 * </ul>
 *
 * <p>Two parameters of the token request make the tokens that tests of refusals need: {@code lifetime_seconds} (negative:
 * already expired) and {@code for_audience}.
 */
final class ClientClaims implements OAuth2TokenCallback {
    private static final String AUDIENCE = "ingest";
    private static final String DASHBOARD = "dashboard";

    private final String issuer;
    private final Duration lifetime;
    private final Clock clock = Clock.systemUTC();

    ClientClaims(String issuer, Duration lifetime) {
        this.issuer = issuer;
        this.lifetime = lifetime;
    }

    @Override
    public String issuerId() {
        return issuer;
    }

    @Override
    public String subject(TokenRequest request) {
        return clientId(request);
    }

    @Override
    public String typeHeader(TokenRequest request) {
        return "JWT";
    }

    @Override
    public List<String> audience(TokenRequest request) {
        return List.of(parameter(request, "for_audience").orElse(AUDIENCE));
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
        Map<String, Object> claims = new HashMap<>(claimsOf(clientId(request)));
        claims.put("azp", clientId(request));
        parameter(request, "lifetime_seconds")
                .map(Long::parseLong)
                .ifPresent(
                        seconds -> claims.put("exp", Date.from(clock.instant().plusSeconds(seconds))));
        return claims;
    }

    @Override
    public long tokenExpiry() {
        return lifetime.toSeconds();
    }

    static Map<String, Object> claimsOf(String clientId) {
        int at = clientId.indexOf('@');
        if (at > 0) {
            return Map.of("roles", List.of(clientId.substring(0, at).split(",")), "tenant", clientId.substring(at + 1));
        }
        if (clientId.equals(DASHBOARD)) {
            // a claim that is here, be it empty, would win over that of the person
            return Map.of();
        }
        if (clientId.startsWith("service-")) {
            return Map.of("roles", List.of("service"));
        }
        return Map.of("roles", clientId.equals("operator") ? List.of("operator") : List.of());
    }

    private static String clientId(TokenRequest request) {
        if (request.getClientAuthentication() != null) {
            return request.getClientAuthentication().getClientID().getValue();
        }
        return request.getClientID() == null
                ? "anonymous"
                : request.getClientID().getValue();
    }

    private static Optional<String> parameter(TokenRequest request, String name) {
        return Optional.ofNullable(request.getCustomParameter(name)).stream()
                .flatMap(List::stream)
                .findFirst();
    }
}
