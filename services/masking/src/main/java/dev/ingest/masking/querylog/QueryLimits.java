package dev.ingest.masking.querylog;

import static dev.ingest.contracts.error.IngestException.invalid;

import java.util.List;
import java.util.Optional;

/**
 * How much one call may ask for.
 *
 * @param queriesDefault queries, if the call does not say
 * @param queriesMax most queries
 * @param recordsMax most records that a call looks through, beyond those of its first file
 */
public record QueryLimits(int queriesDefault, int queriesMax, long recordsMax) {
    private static final int VALUES_MAX = 20;
    private static final int CHARACTERS_MAX = 1000;
    private static final int DIGITS_MAX = 6;

    int queries(Optional<String> limit) {
        int wanted = limit.map(this::number).orElse(queriesDefault);
        if (wanted < 1 || wanted > queriesMax) {
            throw invalid("limit: %d (expected: 1 to %d)".formatted(wanted, queriesMax));
        }
        return wanted;
    }

    private int number(String text) {
        if (!text.matches("[0-9]{1,%d}".formatted(DIGITS_MAX))) {
            throw invalid("limit: '%s' (expected: 1 to %d)".formatted(text, queriesMax));
        }
        return Integer.parseInt(text);
    }

    static List<String> values(String parameter, List<String> given) {
        if (given.size() > VALUES_MAX) {
            throw invalid("%s: %d values (expected: at most %d)".formatted(parameter, given.size(), VALUES_MAX));
        }
        given.forEach(value -> text(parameter, value));
        return given;
    }

    static String text(String parameter, String value) {
        if (value.isEmpty() || value.length() > CHARACTERS_MAX) {
            throw invalid("%s: %d characters (expected: 1 to %d)".formatted(parameter, value.length(), CHARACTERS_MAX));
        }
        return value;
    }
}
