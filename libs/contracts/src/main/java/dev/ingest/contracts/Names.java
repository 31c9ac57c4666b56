package dev.ingest.contracts;

import dev.ingest.contracts.error.InvalidNameException;
import java.util.regex.Pattern;

/**
 * What tenants, tables and the things they name may be called.
 *
 * <p>Names end up in catalog identifiers, object keys, Kafka keys and URLs, so the alphabet is the smallest of the four.
 */
public final class Names {
    /** Longest name of anything, in characters. */
    public static final int MAX_LENGTH = 63;

    private static final Pattern TENANT = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern RESOURCE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]*");
    private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");

    private Names() {}

    /** Checks a tenant's id. Throws {@link InvalidNameException}, as all of these do. */
    public static String tenant(String value) {
        return check("tenant", value, TENANT, "lower-case letters, digits and '-', starting with a letter");
    }

    /** Checks the name of a connector, credential, pipeline, stream source or destination. */
    public static String resource(String what, String value) {
        return check(what, value, RESOURCE, "letters, digits, '_' and '-', starting with a letter");
    }

    /** Checks one part of a table's name: its namespace or its own name. */
    public static String table(String what, String value) {
        return check(what, value, TABLE, "lower-case letters, digits and '_', starting with a letter");
    }

    private static String check(String what, String value, Pattern allowed, String expected) {
        if (value.length() > MAX_LENGTH || !allowed.matcher(value).matches()) {
            throw new InvalidNameException(
                    "%s: '%s' (expected: at most %d %s)".formatted(what, value, MAX_LENGTH, expected));
        }
        return value;
    }
}
