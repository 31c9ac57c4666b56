package dev.ingest.connector.http;

import dev.ingest.expression.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the secrets of a session and takes them out of any text that leaves it. Thread-safe. */
public final class Redactor {
    private static final String MASK = "****";
    /** A shorter secret protects nothing, and hiding it would make every message unreadable. */
    private static final int SHORTEST = 4;

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    public void add(String secret) {
        if (secret.length() >= SHORTEST) {
            secrets.add(secret);
            secrets.add(UrlText.quotePlus(secret));
            secrets.add(UrlText.quote(secret, ""));
            secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The beginning of a foreign text: a secret that is cut in two would no longer be known. */
    String quote(String text, int most) {
        String redacted = redact(text);
        return redacted.length() > most ? redacted.substring(0, most) + "…" : redacted;
    }

    public String redact(String text) {
        String redacted = text;
        // Longest first: a secret may be part of another.
        for (String secret : secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            redacted = redacted.replace(secret, MASK);
        }
        return redacted;
    }
}
