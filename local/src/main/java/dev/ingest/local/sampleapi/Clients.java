package dev.ingest.local.sampleapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Who may ask for tokens: the client {@code demo} with its secret, in the form or as basic authentication. */
record Clients(String secret) {
    private static final String ID = "demo";

    boolean knows(@Nullable String authorization, Query form) {
        if (authorization != null && authorization.startsWith("Basic ")) {
            return same(decoded(authorization.substring("Basic ".length())), ID + ":" + secret);
        }
        return form.text("client_id").orElse("").equals(ID)
                && same(form.text("client_secret").orElse(""), secret);
    }

    private static String decoded(String basic) {
        try {
            return new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("Authorization: not Base64", e);
        }
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
