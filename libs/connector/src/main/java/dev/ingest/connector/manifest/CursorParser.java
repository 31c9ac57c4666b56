package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.DatetimeCursor.Moment;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Incremental cursors. */
final class CursorParser {
    private static final Map<String, Component.Parser<StreamCursor>> CURSORS = Map.of(
            "DatetimeBasedCursor", CursorParser::datetime,
            "IncrementingCountCursor", CursorParser::counting);
    private static final Map<String, Component.Parser<RequestOption>> OPTIONS =
            Map.of("RequestOption", RequestOption::parse);
    private static final Set<String> TARGETS = Set.of("DAY", "WEEK", "MONTH");

    private CursorParser() {}

    static StreamCursor parse(Component component) {
        return component.by(CURSORS);
    }

    /** Counting has no time that a state for all partitions could look back by. */
    static void refuseUnfit(Component stream, Retriever retriever, Optional<StreamCursor> cursor) {
        boolean counts = cursor.filter(CountingCursor.class::isInstance).isPresent();
        if (counts && !retriever.routers().isEmpty()) {
            throw stream.error(
                    "incremental_sync",
                    "is an IncrementingCountCursor beside a partition_router (expected one of them)");
        }
    }

    private static CountingCursor counting(Component cursor) {
        return new CountingCursor(
                cursor.path(),
                cursor.requiredTemplate("cursor_field"),
                cursor.template("start_value"),
                option(cursor, "start_value_option"));
    }

    private static DatetimeCursor datetime(Component cursor) {
        Optional<Interpolated> step = cursor.template("step");
        Optional<Span> granularity = cursor.text("cursor_granularity")
                .filter(text -> !text.isEmpty())
                .map(text -> granularity(cursor, text));
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
                cursor.value("end_datetime").filter(Python::truth).map(end -> moment(cursor, "end_datetime")),
                cursor.requiredText("datetime_format"),
                formats(cursor),
                step,
                granularity,
                cursor.template("lookback_window"),
                named(cursor, "partition_field_start", "start_time"),
                named(cursor, "partition_field_end", "end_time"),
                option(cursor, "start_time_option"),
                option(cursor, "end_time_option"),
                cursor.value("clamping").map(clamping -> clamping(cursor, clamping)),
                cursor.flag("is_client_side_incremental", false),
                cursor.flag("is_data_feed", false),
                cursor.flag("global_substream_cursor", false));
    }

    private static Optional<RequestOption> option(Component cursor, String field) {
        return cursor.child(field).map(option -> option.by(OPTIONS));
    }

    private static Span granularity(Component cursor, String text) {
        return Span.parse(text)
                .orElseThrow(() -> cursor.error(
                        "cursor_granularity", "is '" + text + "' (expected an ISO-8601 duration like P1D or PT1S)"));
    }

    /** The formats given, then always the one the cursor is written in. */
    private static List<String> formats(Component cursor) {
        List<String> given =
                cursor.list("cursor_datetime_formats").stream().map(Python::str).toList();
        return given.isEmpty() ? List.of(cursor.requiredText("datetime_format")) : given;
    }

    private static Interpolated named(Component cursor, String field, String otherwise) {
        return cursor.value(field)
                .filter(Python::truth)
                .map(given -> cursor.template(field, given))
                .orElseGet(() -> cursor.template(field, Value.of(otherwise)));
    }

    private static Clamping clamping(Component cursor, Value given) {
        if (!(given instanceof Value.Dict fields)) {
            throw cursor.error("clamping", "is " + Component.describe(given) + " (expected a mapping with a target)");
        }
        Value target = fields.at("target").orElse(Value.EMPTY);
        Interpolated template = cursor.template("clamping.target", target);
        Optional<DayOfWeek> weekday = fields.at("target_details")
                .flatMap(details -> details instanceof Value.Dict dict ? dict.at("weekday") : Optional.empty())
                .map(day -> weekday(cursor, Python.str(day)));
        String text = Python.str(target);
        if (template.template().isText() && !TARGETS.contains(text)) {
            throw cursor.error("clamping.target", "is '" + text + "' (expected one of DAY, WEEK, MONTH)");
        }
        if (text.equals("WEEK") && weekday.isEmpty()) {
            throw cursor.error("clamping.target_details", "has no weekday (expected one: weeks are clamped to it)");
        }
        return new Clamping(template, weekday);
    }

    private static DayOfWeek weekday(Component cursor, String given) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(given)) {
                return day;
            }
        }
        throw cursor.error("clamping.target_details.weekday", "is '" + given + "' (expected MONDAY to SUNDAY)");
    }

    private static Moment moment(Component cursor, String field) {
        String format = cursor.requiredText("datetime_format");
        if (cursor.required(field) instanceof Value.Dict) {
            Map<String, Component.Parser<Moment>> moments = Map.of("MinMaxDatetime", moment -> minMax(moment, format));
            return cursor.requiredChild(field).by(moments);
        }
        return new Moment(cursor.requiredTemplate(field), format, Optional.empty(), Optional.empty());
    }

    private static Moment minMax(Component moment, String otherwise) {
        return new Moment(
                moment.requiredTemplate("datetime"),
                moment.text("datetime_format")
                        .filter(format -> !format.isEmpty())
                        .orElse(otherwise),
                moment.template("min_datetime"),
                moment.template("max_datetime"));
    }
}
