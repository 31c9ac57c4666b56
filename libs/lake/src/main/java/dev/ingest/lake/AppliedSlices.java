package dev.ingest.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which slices of a stream are on main.
 *
 * @param through all numbers up to this one are; 0 for none
 * @param above and these beyond it, ascending, none next to another: a table that somebody dropped or rolled back goes on with the
 *     numbers that come, and those before them stay out
 */
public record AppliedSlices(long through, List<Range> above) {

    /** A stream with this many gaps behind its slices is broken: it is stopped rather than its commits grown. */
    public static final int RANGES_MAX = 10_000;

    /** Numbers without a gap, both ends included. */
    public record Range(long first, long last) {

        boolean contains(long number) {
            return first <= number && number <= last;
        }
    }

    public AppliedSlices {
        above = List.copyOf(above);
    }

    static AppliedSlices none() {
        return new AppliedSlices(0, List.of());
    }

    public boolean contains(long number) {
        return number <= through || above.stream().anyMatch(range -> range.contains(number));
    }

    AppliedSlices with(long number) {
        if (contains(number)) {
            return this;
        }
        var ranges = new ArrayList<>(above);
        ranges.add(new Range(number, number));
        ranges.sort(Comparator.comparingLong(Range::first));
        return joined(through, ranges);
    }

    /** All up to that number, whether they are there now or not. */
    AppliedSlices through(long number) {
        return number <= through ? this : joined(number, above);
    }

    /** How many there are beyond none. */
    long count() {
        return through
                + above.stream()
                        .mapToLong(range -> range.last() - range.first() + 1)
                        .sum();
    }

    /** The greatest of them; 0 for none. */
    long greatest() {
        return above.isEmpty() ? through : above.getLast().last();
    }

    private static AppliedSlices joined(long through, List<Range> ascending) {
        long reached = through;
        var rest = new ArrayList<Range>();
        for (Range range : ascending) {
            if (rest.isEmpty() && range.first() <= reached + 1) {
                reached = Math.max(reached, range.last());
            } else if (!rest.isEmpty() && range.first() == rest.getLast().last() + 1) {
                rest.add(new Range(rest.removeLast().first(), range.last()));
            } else {
                rest.add(range);
            }
        }
        if (rest.size() > RANGES_MAX) {
            throw new LakeException(
                    "slice %d is missing, and so are others in %d places behind it (expected: at most %d)"
                            .formatted(reached + 1, rest.size() - 1, RANGES_MAX));
        }
        return new AppliedSlices(reached, rest);
    }
}
