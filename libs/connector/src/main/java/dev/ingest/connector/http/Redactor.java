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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Knows the secrets of a session and takes them out of any text that leaves it. Thread-safe. */
public final class Redactor {
    /** Most secrets remembered: a session that signs a token for each request would gather them for ever. The one seen longest ago goes first. */
    static final int SECRETS_MAX = 2_000;

    /** Most values made of secrets that are remembered beside them. */
    static final int DERIVED_MAX = 200;
    /** A longer one is a whole body: what is secret in it is known by itself. */
    private static final int DERIVED_LENGTH_MAX = 16_384;

    private static final String MASK = "****";
    /** A shorter secret protects nothing, and hiding it would make every message unreadable. */
    private static final int SHORTEST = 4;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    /** The spellings of each secret, the one seen last at the end. */
    private final Map<String, Set<String>> secrets = new LinkedHashMap<>(16, 0.75f, true);

    /** As {@link #secrets}, but apart: requests may bring one each, and those of the configuration come but once. */
    private final Map<String, Set<String>> derived = new LinkedHashMap<>(16, 0.75f, true);

    /** All spellings, a secret before what is part of it; none once something was added. */
    private Optional<List<String>> longestFirst = Optional.empty();

    public synchronized void add(String secret) {
        add(secrets, secret, SECRETS_MAX);
    }

    /** What was made of a secret. */
    public synchronized void addDerived(String secret) {
        if (secret.length() <= DERIVED_LENGTH_MAX && secrets.get(secret) == null) {
            add(derived, secret, DERIVED_MAX);
        }
    }

    private void add(Map<String, Set<String>> known, String secret, int most) {
        if (secret.length() >= SHORTEST && known.get(secret) == null) {
            known.put(secret, spellings(secret));
            if (known.size() > most) {
                known.remove(known.keySet().iterator().next());
            }
            longestFirst = Optional.empty();
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
        if (longestFirst.isEmpty()) {
            longestFirst = Optional.of(Stream.of(secrets, derived)
                    .flatMap(known -> known.values().stream())
                    .flatMap(Set::stream)
                    .distinct()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList());
        }
        return longestFirst.get();
    }
}
