package dev.ingest.connector.language;

import java.util.ArrayList;
import java.util.List;

/**
 * A component of the language.
 *
 * @param type what its {@code type} says; usually its name
 * @param open whether it may hold fields of its own
 */
record Definition(String name, String type, boolean open, String words, List<Field> fields) {
    /** @param type in the words of {@code language.txt} */
    record Field(String name, boolean required, String type, String words) {
        /** As {@code name*: type: words}. */
        static Field parse(String line) {
            String[] parts = line.split(": ", 3);
            boolean required = parts[0].endsWith("*");
            return new Field(parts[0].replace("*", ""), required, parts[1], parts[2]);
        }
    }

    /** As {@code Name: words}, {@code Name = type: words} or {@code Name+: words}. */
    static Definition parse(String line) {
        String[] parts = line.split(": ", 2);
        String[] names = parts[0].split(" = ", 2);
        boolean open = names[0].endsWith("+");
        String name = names[0].replace("+", "");
        return new Definition(name, names.length > 1 ? names[1] : name, open, parts[1], new ArrayList<>());
    }
}
