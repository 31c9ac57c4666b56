package dev.ingest.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens from the stack's issuer, and tokens that only look like it. */
final class Tokens {
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Duration CALL_MAX = Duration.ofSeconds(20);
    private static final int EXPIRED_SECONDS_AGO = 3600;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String issuer;

    Tokens(String issuer) {
        this.issuer = issuer;
    }

    String of(String client) {
        return request(client, "");
    }

    String expired(String client) {
        return request(client, "&lifetime_seconds=-" + EXPIRED_SECONDS_AGO);
    }

    String forAudience(String client, String audience) {
        return request(client, "&for_audience=" + encoded(audience));
    }

    /** The very claims of a good token, signed again with a key that the issuer does not know. */
    String foreign(String client) {
        String good = of(client);
        String signed = good.substring(0, good.lastIndexOf('.'));
        try {
            KeyPair stranger = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(stranger.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no RSA signatures", e);
        }
    }

    private String request(String client, String more) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .timeout(CALL_MAX)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_secret=any&client_id=" + encoded(client) + more))
                .build();
        HttpResponse<String> response = Control.Http.send(http, request);
        Matcher token = ACCESS_TOKEN.matcher(response.body());
        if (response.statusCode() != 200 || !token.find()) {
            throw new IllegalStateException(
                    "no token for %s: %d %s".formatted(client, response.statusCode(), response.body()));
        }
        return token.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
