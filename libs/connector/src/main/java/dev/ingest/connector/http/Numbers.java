package dev.ingest.connector.http;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in headers and fields, as Python's {@code float} reads them; infinities are none. */
final class Numbers {
    private static final Pattern FLOAT =
            Pattern.compile("\\s*[+-]?(\\d+(_\\d+)*(\\.(\\d+(_\\d+)*)?)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?\\s*");
    private static final int LENGTH_MAX = 100;
    /** The last second of the year 9999: nothing an API means lies beyond. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private Numbers() {}

    static Optional<Double> of(String text) {
        return text.length() <= LENGTH_MAX && FLOAT.matcher(text).matches()
                ? Optional.of(Double.parseDouble(text.strip().replace("_", ""))).filter(Double::isFinite)
                : Optional.empty();
    }

    /** A moment as seconds since the epoch; none where it lies outside the calendar. */
    static Optional<Instant> epochSeconds(String text) {
        return whole(text).filter(seconds -> Math.abs(seconds) <= LAST_SECOND).map(Instant::ofEpochSecond);
    }

    static Optional<Long> whole(String text) {
        return text.strip().matches("[+-]?\\d{1,18}") ? Optional.of(Long.parseLong(text.strip())) : Optional.empty();
    }
}
