package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stops a page loop that repeats itself: the same token again, or the same records twice in a row. */
final class Progress {
    private final String stream;
    private final int maxPages;
    private final Set<String> tokens = new HashSet<>();
    private String shown = "";
    private int pages;

    Progress(String stream, int maxPages) {
        this.stream = stream;
        this.maxPages = maxPages;
    }

    void asks(Optional<Value> token) {
        if (++pages > maxPages) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream + ": more than " + maxPages + " pages (limit: maxPages); use a larger page size or a step");
        }
        if (token.isPresent() && !tokens.add(tokenKey(token.get()))) {
            throw stuck("page " + pages + " is asked for by a token that was used before");
        }
    }

    void shows(List<Selection.Selected> records) {
        if (records.isEmpty()) {
            return;
        }
        String digest = digest(records.stream().map(Selection.Selected::json).toList());
        if (digest.equals(shown)) {
            throw stuck("page " + pages + " holds the same records as the page before it");
        }
        shown = digest;
    }

    private ReadException stuck(String how) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                stream + ": pagination makes no progress: " + how + "; check the page token and where it is injected");
    }

    /** Tokens may be long, and there may be many: what is kept of each is short. */
    private static String tokenKey(Value token) {
        return digest(List.of(Python.repr(token).getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(List<byte[]> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
