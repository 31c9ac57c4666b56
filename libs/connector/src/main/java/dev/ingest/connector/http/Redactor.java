package dev.ingest.connector.http;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.UrlText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows the secrets of a session and takes them out of any text that leaves it. Thread-safe. */
public final class Redactor {
    /** Most secrets remembered: a session that signs a token for each request would gather them for ever. The one seen longest ago goes first. */
    static final int SECRETS_MAX = 2_000;

    private static final String MASK = "****";
    /** A shorter secret protects nothing, and hiding it would make every message unreadable. */
    private static final int SHORTEST = 4;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    /** The spellings of each secret, the one seen last at the end. */
    private final Map<String, Set<String>> secrets = new LinkedHashMap<>(16, 0.75f, true);

    public synchronized void add(String secret) {
        if (secret.length() >= SHORTEST && secrets.get(secret) == null) {
            secrets.put(secret, spellings(secret));
            if (secrets.size() > SECRETS_MAX) {
                secrets.remove(secrets.keySet().iterator().next());
            }
        }
    }

    /** As it is, and as it stands in a query, in a path, in an address as it is sent, in JSON and in a header of two parts. */
    private static Set<String> spellings(String secret) {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(secret);
        for (String encoded : List.of(
                UrlText.quotePlus(secret),
                UrlText.quote(secret, ""),
                UrlText.quote(secret, "/"),
                Urls.encoded(secret))) {
            spellings.add(encoded);
            spellings.add(
                    ESCAPE.matcher(encoded).replaceAll(found -> found.group().toLowerCase(Locale.ROOT)));
        }
        String json = JsonText.compact(Value.of(secret));
        spellings.add(json.substring(1, json.length() - 1));
        spellings.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        return spellings;
    }

    /** The beginning of a foreign text: a secret that is cut in two would no longer be known. */
    String quote(String text, int most) {
        String redacted = redact(text);
        return redacted.length() > most ? redacted.substring(0, most) + "…" : redacted;
    }

    public String redact(String text) {
        String redacted = text;
        for (String secret : longestFirst()) {
            redacted = redacted.replace(secret, MASK);
        }
        return redacted;
    }

    /** A secret may be part of another. */
    private synchronized List<String> longestFirst() {
        return secrets.values().stream()
                .flatMap(Set::stream)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
