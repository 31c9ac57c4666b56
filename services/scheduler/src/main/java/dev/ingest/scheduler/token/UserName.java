package dev.ingest.scheduler.token;

import dev.ingest.contracts.error.IngestException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a user of the gateway is called: in upper case, as the field's clients send it. */
final class UserName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Z0-9_][A-Z0-9_.@-]{0,127}");

    private UserName() {}

    static String of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!ALLOWED.matcher(name).matches()) {
            throw IngestException.invalid(
                    "user: '%s' (expected: at most 128 letters, digits, '_', '.', '@' and '-')".formatted(text));
        }
        return name;
    }
}
