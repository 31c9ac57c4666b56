package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Stops a page loop that repeats itself: a token again, or the same page several times in a row. */
final class Progress {
    /** Rows without an id may be alike by chance, so one repetition proves nothing. */
    private static final int REPEATS_MAX = 2;

    private final String stream;
    private final int maxPages;
    private final boolean guards;
    private final Set<String> tokens = new HashSet<>();
    private String shown = "";
    private int repeats;
    private int pages;

    /** @param guards whether repetition is looked for at all: the language itself would go on for ever */
    Progress(String stream, int maxPages, boolean guards) {
        this.stream = stream;
        this.guards = guards;
        this.maxPages = maxPages;
    }

    void asks(Optional<Value> token) {
        if (++pages > maxPages) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream + ": more than " + maxPages + " pages (limit: maxPages); use a larger page size or a step");
        }
        if (guards && token.isPresent() && !tokens.add(tokenKey(token.get()))) {
            throw stuck("page " + pages + " is asked for by a token that was used before");
        }
    }

    /** @param print of a page that has records; an API that ignores the page it is asked for sends it again and again */
    void shows(String print) {
        repeats = guards && print.equals(shown) ? repeats + 1 : 0;
        shown = print;
        if (repeats >= REPEATS_MAX) {
            throw stuck("page " + pages + " is byte for byte the same as the " + REPEATS_MAX + " pages before it");
        }
    }

    /** The pages begin anew: what was asked for may be asked for again. */
    void restarts() {
        tokens.clear();
        shown = "";
        repeats = 0;
    }

    private ReadException stuck(String how) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                stream + ": pagination makes no progress: " + how + "; check the page token and where it is injected");
    }

    /** Tokens may be long, and there may be many: what is kept of each is short. */
    private static String tokenKey(Value token) {
        return digest(Python.repr(token).getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
