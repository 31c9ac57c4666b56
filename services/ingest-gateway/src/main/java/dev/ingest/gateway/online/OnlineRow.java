package dev.ingest.gateway.online;

import java.time.Instant;

/**
 * A feature view's row.
 *
 * @param entity the entity's key: a JSON array of the key columns' values, each in one form only
 * @param eventTime when the event was, to the microsecond
 * @param json the row, a JSON object in UTF-8
 */
public record OnlineRow(String entity, Instant eventTime, byte[] json) {}
