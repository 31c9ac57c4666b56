package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.DatetimeCursor.Moment;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Incremental cursors. */
final class CursorParser {
    private static final Map<String, Component.Parser<DatetimeCursor>> CURSORS =
            Map.of("DatetimeBasedCursor", CursorParser::datetime);
    private static final Map<String, Component.Parser<Moment>> MOMENTS = Map.of("MinMaxDatetime", CursorParser::minMax);
    private static final Map<String, Component.Parser<RequestOption>> OPTIONS =
            Map.of("RequestOption", RequestOption::parse);

    private CursorParser() {}

    static DatetimeCursor parse(Component component) {
        return component.by(CURSORS);
    }

    private static DatetimeCursor datetime(Component cursor) {
        cursor.refuse("clamping", "api_retention_period");
        Optional<Interpolated> step = cursor.template("step");
        Optional<String> granularity = cursor.text("cursor_granularity");
        if (step.isPresent() != granularity.isPresent()) {
            throw new ManifestException(
                    cursor.path(),
                    "has " + (step.isPresent() ? "step without cursor_granularity" : "cursor_granularity without step")
                            + " (expected both or neither)");
        }
        return new DatetimeCursor(
                cursor.path(),
                cursor.requiredTemplate("cursor_field"),
                moment(cursor, "start_datetime"),
                cursor.value("end_datetime").map(end -> moment(cursor, "end_datetime")),
                cursor.requiredText("datetime_format"),
                formats(cursor),
                step,
                granularity,
                cursor.template("lookback_window"),
                named(cursor, "partition_field_start", "start_time"),
                named(cursor, "partition_field_end", "end_time"),
                cursor.child("start_time_option").map(option -> option.by(OPTIONS)),
                cursor.child("end_time_option").map(option -> option.by(OPTIONS)),
                cursor.flag("is_client_side_incremental", false),
                cursor.flag("is_data_feed", false));
    }

    /** The formats given, then always the one the cursor is written in. */
    private static List<String> formats(Component cursor) {
        List<String> given =
                cursor.list("cursor_datetime_formats").stream().map(Python::str).toList();
        return given.isEmpty() ? List.of(cursor.requiredText("datetime_format")) : given;
    }

    private static Interpolated named(Component cursor, String field, String otherwise) {
        return cursor.template(field).orElseGet(() -> cursor.template(field, Value.of(otherwise)));
    }

    private static Moment moment(Component cursor, String field) {
        return cursor.required(field) instanceof Value.Dict
                ? cursor.requiredChild(field).by(MOMENTS)
                : new Moment(cursor.requiredTemplate(field), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Moment minMax(Component moment) {
        return new Moment(
                moment.requiredTemplate("datetime"),
                moment.text("datetime_format").filter(format -> !format.isEmpty()),
                moment.template("min_datetime"),
                moment.template("max_datetime"));
    }
}
