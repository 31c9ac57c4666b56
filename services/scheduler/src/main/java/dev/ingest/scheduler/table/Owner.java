package dev.ingest.scheduler.table;

/**
 * Who writes a table. A table has one writer, so that nobody's rows surprise anybody.
 *
 * @param kind what it is
 * @param name its name
 */
public record Owner(Kind kind, String name) {
    /** What may write a table. */
    public enum Kind {
        PIPELINE,
        SOURCE,
        FEATURE_VIEW,
        /** The platform itself. */
        BUILT_IN
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PIPELINE -> "pipeline '" + name + "'";
            case SOURCE -> "source '" + name + "'";
            case FEATURE_VIEW -> "feature view '" + name + "'";
            case BUILT_IN -> "the built-in " + name;
        };
    }
}
