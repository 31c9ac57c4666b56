package dev.ingest.lake;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which slices of a stream are on main.
 *
 * @param through all numbers up to this one are; 0 for none
 * @param above and these beyond it, ascending
 */
public record AppliedSlices(long through, List<Long> above) {

    /** A stream with this many slices ahead of a missing one is stuck: it is stopped rather than its commits grown. */
    public static final int ABOVE_MAX = 10_000;

    public AppliedSlices {
        above = List.copyOf(above);
    }

    static AppliedSlices none() {
        return new AppliedSlices(0, List.of());
    }

    public boolean contains(long number) {
        return number <= through || above.contains(number);
    }

    AppliedSlices with(long number) {
        if (contains(number)) {
            return this;
        }
        return contiguous(through, withAbove(number));
    }

    /** All up to that number, whether they are there now or not. */
    AppliedSlices through(long number) {
        return number <= through
                ? this
                : contiguous(
                        number, above.stream().filter(each -> each > number).toList());
    }

    /** How many there are beyond none. */
    long count() {
        return through + above.size();
    }

    /** The greatest of them; 0 for none. */
    long greatest() {
        return above.isEmpty() ? through : above.getLast();
    }

    private Collection<Long> withAbove(long number) {
        var numbers = new TreeSet<>(above);
        numbers.add(number);
        return numbers;
    }

    private static AppliedSlices contiguous(long through, Collection<Long> ascending) {
        var rest = new TreeSet<>(ascending);
        long reached = through;
        while (!rest.isEmpty() && rest.first() == reached + 1) {
            reached = rest.removeFirst();
        }
        if (rest.size() > ABOVE_MAX) {
            throw new LakeException("slice %d is missing: %d later ones are applied (expected: at most %d)"
                    .formatted(reached + 1, rest.size(), ABOVE_MAX));
        }
        return new AppliedSlices(reached, List.copyOf(rest));
    }
}
