package dev.ingest.lake;

import java.util.regex.Pattern;

/**
 * One run that brings a whole table anew.
 *
 * @param stream whose slices it collects
 * @param run whose branch they are collected on; a later run of the stream has the greater one
 */
public record Refresh(String stream, String run) {

    static final String BRANCH_PREFIX = "refresh-";

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

    public Refresh {
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException(
                    "run: %s (expected: 1 to 200 letters, digits, _ . : or -)".formatted(run));
        }
    }

    static Refresh of(SliceAttempt slice) {
        return new Refresh(slice.stream(), slice.run());
    }

    /** The branch that holds the run's slices. */
    String branch() {
        return BRANCH_PREFIX + run;
    }
}
