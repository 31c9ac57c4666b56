package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stops a page loop that repeats itself: the same page, by its checksum, several times in a row, or several times for the same token. A token alone proves
 * nothing: that of a scroll stays the same while its pages change.
 */
final class Progress {
    /** Rows without an id may be alike by chance, so one repetition proves nothing. */
    private static final int REPEATS_MAX = 2;
    /** Pages of a cycle; in a longer one nobody waits for its end. */
    private static final int REMEMBERED_MAX = 10_000;

    private final String stream;
    private final int maxPages;
    private final boolean guards;
    private final Map<String, Integer> shownBefore = new LinkedHashMap<>();
    private String shown = "";
    private int repeats;
    private int pages;

    /** @param guards whether repetition is looked for at all: the language itself would go on for ever */
    Progress(String stream, int maxPages, boolean guards) {
        this.stream = stream;
        this.guards = guards;
        this.maxPages = maxPages;
    }

    void asks() {
        if (++pages > maxPages) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream + ": more than " + maxPages + " pages (limit: maxPages); check where the pagination ends");
        }
    }

    /**
     * A page has come.
     *
     * @param token it was asked for with
     * @param print of its body; an API that ignores the page it is asked for sends it again and again
     * @param empty whether it has no records
     */
    void shows(Optional<Value> token, String print, boolean empty) {
        if (!guards) {
            return;
        }
        if (!empty) {
            repeats = print.equals(shown) ? repeats + 1 : 0;
            shown = print;
        }
        if (repeats >= REPEATS_MAX) {
            throw stuck("page " + pages + " is the same as the " + REPEATS_MAX + " pages before it");
        }
        if (token.isPresent() && times(digest(Python.repr(token.get()) + " " + print)) > REPEATS_MAX) {
            throw stuck("page " + pages + " is what its token has brought " + REPEATS_MAX + " times before");
        }
    }

    private int times(String page) {
        int times = shownBefore.merge(page, 1, Integer::sum);
        if (shownBefore.size() > REMEMBERED_MAX) {
            shownBefore.remove(shownBefore.keySet().iterator().next());
        }
        return times;
    }

    /** The pages begin anew: what was asked for may be asked for again. */
    void restarts() {
        shownBefore.clear();
        shown = "";
        repeats = 0;
    }

    private ReadException stuck(String how) {
        return new ReadException(
                ReadException.Kind.CONFIG,
                stream + ": pagination makes no progress: " + how
                        + "; check the page token and where it is injected; where the API is right to repeat itself, `compatibility: strict` in the manifest reads on");
    }

    /** Tokens may be long, and there may be many: what is kept of each is short. */
    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
