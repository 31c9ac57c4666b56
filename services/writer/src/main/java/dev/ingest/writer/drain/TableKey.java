package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A table among all tenants' tables. */
record TableKey(String tenant, TableRef table) {

    /** The table that a message's key {@code tenant/namespace.table} names; nothing if it names none. */
    static Optional<TableKey> of(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? Optional.empty() : parse(new String(message.key(), UTF_8));
    }

    /** The table that {@code tenant/namespace.table} names; nothing if it names none. */
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
