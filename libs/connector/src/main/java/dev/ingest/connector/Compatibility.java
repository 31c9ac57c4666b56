package dev.ingest.connector;

import java.util.Locale;

/**
 * How closely a manifest's words are followed where a user would expect more than the language gives. A manifest says it
 * in its root key {@code compatibility}, our one addition to the language.
 */
public enum Compatibility {
    /** Exactly what the pinned version of the language does, its faults included. */
    STRICT,
    /**
     * As {@link #STRICT}, but an API's rate-limit answers are honoured, waits vary a little, a page loop that makes no
     * progress is an error, and a schema is inferred where none is given.
     */
    DEFAULT;

    /** As a manifest spells it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
