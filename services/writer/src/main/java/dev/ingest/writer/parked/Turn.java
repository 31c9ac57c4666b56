package dev.ingest.writer.parked;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message's place among those of its table that were put aside by one call. Kafka may lose one of them and take the next: that
 * call fails, and all of them come again. The numbers tell whoever replays that the next one's turn has not come.
 *
 * @param run id of the call
 * @param index from 0
 * @param of how many there are
 */
public record Turn(String run, int index, int of) {
    private static final Pattern TEXT = Pattern.compile("(.+)/([0-9]{1,9})/([0-9]{1,9})");

    /** What {@link #toString} wrote; {@link IllegalArgumentException} if it is something else. */
    public static Turn parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("turn: '%s' (expected: run/index/of)".formatted(text));
        }
        return new Turn(parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    boolean isLast() {
        return index + 1 >= of;
    }

    @Override
    public String toString() {
        return "%s/%d/%d".formatted(run, index, of);
    }
}
