package dev.ingest.lake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a table at some time.
 *
 * @param id greater for later ones
 * @param current whether they are the columns now
 * @param since when the first snapshot that can still be read was written with them; none if none was
 */
public record SchemaVersion(int id, boolean current, Optional<Instant> since, List<Field> fields) {
    public SchemaVersion {
        fields = List.copyOf(fields);
    }

    /** @param id stays with a column whatever it is called */
    public record Field(int id, Column column) {}
}
