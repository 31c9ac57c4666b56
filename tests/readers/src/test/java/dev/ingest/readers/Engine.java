package dev.ingest.readers;

import java.util.List;

/** A query engine that has one catalog open. */
interface Engine extends AutoCloseable {
    /** The rows as JSON objects, columns in their order; fails with the engine's own words if it refuses. */
    List<String> query(String sql);

    /** What goes behind a table's name to read it as it was. */
    String asOf(long snapshotId);

    @Override
    void close();
}
