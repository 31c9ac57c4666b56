package dev.ingest.contracts.value;

import java.util.UUID;

/** Which texts are a UUID. */
public final class Uuids {
    private Uuids() {}

    /** Throws {@link IllegalArgumentException} for what is none: the JDK takes shorter groups too. */
    public static UUID parse(String text) {
        UUID value = UUID.fromString(text);
        if (!value.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("groups of other lengths");
        }
        return value;
    }
}
