package dev.ingest.lake;

import java.util.regex.Pattern;

/**
 * One try of a slice.
 *
 * @param stream whose numbering {@code number} belongs to
 * @param number of the slice within its stream, from 1 without gaps; a retry keeps it
 * @param attempt a ULID: the greater one is the newer try
 */
public record SliceAttempt(String stream, String run, String slice, long number, String attempt) {

    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    /** Slices name branches, which other engines take in SQL. */
    private static final Pattern SLICE = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    public SliceAttempt {
        if (number < 1) {
            throw new IllegalArgumentException("slice %s: number %d (expected: 1 or more)".formatted(slice, number));
        }
        if (!SLICE.matcher(slice).matches()) {
            throw new IllegalArgumentException(
                    "slice: %s (expected: 1 to 200 letters, digits, _ . : or -)".formatted(slice));
        }
        if (!ULID.matcher(attempt).matches()) {
            throw new IllegalArgumentException("slice %s: attempt %s (expected: a ULID)".formatted(slice, attempt));
        }
    }

    /** The branch that holds the attempt's pages. */
    String branch() {
        return slice + "-" + attempt;
    }
}
