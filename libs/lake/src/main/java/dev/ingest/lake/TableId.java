package dev.ingest.lake;

import java.util.regex.Pattern;

/** The name of a table within a destination. */
public record TableId(String namespace, String name) implements Comparable<TableId> {

    static final String DEAD_LETTERS_SUFFIX = "__dead_letters";

    /** Names become parts of object keys and of other engines' identifiers, so they are kept plain. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public TableId {
        requirePlain("namespace", namespace);
        requirePlain("name", name);
    }

    static boolean isPlain(String part) {
        return PLAIN.matcher(part).matches();
    }

    /** Whether this is the table of another table's dead letters. */
    public boolean isDeadLetters() {
        return name.endsWith(DEAD_LETTERS_SUFFIX);
    }

    public TableId deadLetters() {
        return new TableId(namespace, name + DEAD_LETTERS_SUFFIX);
    }

    @Override
    public int compareTo(TableId other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "." + name;
    }

    private static void requirePlain(String part, String value) {
        if (!isPlain(value)) {
            throw new IllegalArgumentException(
                    "table %s: %s (expected: 1 to 128 letters, digits, _ or -)".formatted(part, value));
        }
    }
}
