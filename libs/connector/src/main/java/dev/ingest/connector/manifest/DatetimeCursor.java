package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/**
 * Incremental reading by a date in each record.
 *
 * @param formats formats a record's cursor may have, tried in order
 * @param step ISO-8601 length of one slice; absent for one slice up to now
 * @param granularity distance between one slice's end and the next one's start
 * @param global one checkpoint for all partitions
 */
public record DatetimeCursor(
        String manifestPath,
        Interpolated field,
        Moment start,
        Optional<Moment> end,
        String format,
        List<String> formats,
        Optional<Interpolated> step,
        Optional<Span> granularity,
        Optional<Interpolated> lookback,
        Interpolated startField,
        Interpolated endField,
        Optional<RequestOption> startOption,
        Optional<RequestOption> endOption,
        Optional<Clamping> clamping,
        boolean clientSide,
        boolean dataFeed,
        boolean global)
        implements StreamCursor {
    /**
     * A date from a template, clipped to bounds.
     *
     * @param format of the date and its bounds
     */
    public record Moment(
            Interpolated datetime, String format, Optional<Interpolated> least, Optional<Interpolated> most) {}
}
