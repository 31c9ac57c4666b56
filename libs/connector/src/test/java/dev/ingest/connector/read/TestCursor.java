package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.Extensions;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Manifest;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A cursor from 2026-01-01 on, as a manifest has it. */
final class TestCursor {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private TestCursor() {}

    static DatetimeCursor cursor(String format, String granularity) {
        String manifest = """
                type: DeclarativeSource
                check: { type: CheckStream, stream_names: [things] }
                streams:
                  - type: DeclarativeStream
                    name: things
                    retriever:
                      type: SimpleRetriever
                      requester: { type: HttpRequester, url_base: "http://things", path: things }
                      record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
                    incremental_sync:
                      type: DatetimeBasedCursor
                      cursor_field: at
                      datetime_format: "%s"
                      start_datetime: { type: MinMaxDatetime, datetime: "2026-01-01", datetime_format: "%%Y-%%m-%%d" }
                      step: P10D
                      cursor_granularity: %s
                """.formatted(format, granularity);
        return (DatetimeCursor) Manifest.parse(manifest, Extensions.NONE).declared().getFirst().stream()
                .fullRefresh()
                .cursor()
                .orElseThrow();
    }

    static CursorDates dates(String format, String granularity) {
        Scope scope = Scope.of(Value.emptyDict(), Clock.fixed(NOW, ZoneOffset.UTC));
        return new CursorDates(cursor(format, granularity), scope, NOW, Compatibility.DEFAULT);
    }
}
