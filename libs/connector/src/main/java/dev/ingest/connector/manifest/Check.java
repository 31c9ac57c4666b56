package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/** What is read to prove that a connector works with a configuration. */
public sealed interface Check {
    /** Laid over the configuration while checking, one level deep. */
    Value.Dict overrides();

    /** The first record of each stream named. */
    record Named(List<String> streams, List<Generated> generated, Value.Dict overrides) implements Check {}

    /**
     * Streams made from a template.
     *
     * @param name of the template
     * @param count how many of them; absent for all
     */
    record Generated(String name, Optional<Integer> count) {}

    /**
     * The first streams there are, whatever their names.
     *
     * @param isRead whether they are read, or need only be there
     */
    record First(int count, boolean isRead, Value.Dict overrides) implements Check {}
}
