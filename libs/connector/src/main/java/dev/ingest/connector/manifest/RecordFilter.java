package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRecordFilter;

/** Which records are kept. */
public sealed interface RecordFilter {
    record Condition(Interpolated condition) implements RecordFilter {}

    record Custom(CustomRecordFilter replacement) implements RecordFilter {}
}
