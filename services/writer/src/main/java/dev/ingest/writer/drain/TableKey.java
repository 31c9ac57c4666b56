package dev.ingest.writer.drain;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import java.util.Optional;

/** A table among all tenants' tables. */
record TableKey(String tenant, TableRef table) {

    /** Reads a Kafka key {@code tenant/namespace.table}; nothing if it is none. */
    static Optional<TableKey> parse(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TableKey(Names.tenant(key.substring(0, slash)), TableRef.parse(key.substring(slash + 1))));
        } catch (IllegalArgumentException noTable) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return table.key(tenant);
    }
}
