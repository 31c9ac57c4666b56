package dev.ingest.gateway.online;

import java.time.Instant;

/**
 * A feature view's row.
 *
 * @param entity the entity's key: a JSON array of the key columns' values, each in one form only; or what stands for it where that
 *     is longer than {@link #ENTITY_BYTES_MAX}
 * @param eventTime when the event was, to the microsecond
 * @param json the row, a JSON object in UTF-8
 */
public record OnlineRow(String entity, Instant eventTime, byte[] json) {
    /** In UTF-8. An index of PostgreSQL takes no more than 2,704 for an entity's key, with the names of its tenant and view. */
    public static final int ENTITY_BYTES_MAX = 2000;
}
