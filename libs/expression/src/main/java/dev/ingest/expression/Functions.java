package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The functions of the manifest language. */
final class Functions {
    private static final String RFC_3339 = "%Y-%m-%dT%H:%M:%S.%f%z";

    private Functions() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("now_utc", arguments -> Dates.now(arguments.evaluation().clock()));
        all.put("today_utc", arguments -> today(arguments, ZoneOffset.UTC));
        all.put("today_with_timezone", arguments -> today(arguments, zone(arguments.text(0, "timezone"))));
        all.put("timestamp", Functions::timestamp);
        all.put("str_to_datetime", arguments -> Dates.toUtc(Dates.parseIso(arguments.text(0, "s"))));
        all.put("format_datetime", Functions::formatDatetime);
        all.put("day_delta", Functions::dayDelta);
        all.put("duration", arguments -> Deltas.parse(arguments.text(0, "datestring")));
        all.put("max", arguments -> extreme(arguments, 1));
        all.put("min", arguments -> extreme(arguments, -1));
        all.put("sanitize_url", arguments -> Value.of(UrlText.quotePlus(arguments.text(0, "value"))));
        all.put("camel_case_to_snake_case", arguments -> Value.of(snakeCase(arguments.text(0, "value"))));
        all.put("generate_uuid", arguments -> Value.of(UUID.randomUUID().toString()));
        all.put("dict", arguments -> Value.dict(arguments.named()));
        all.put("namespace", arguments -> new Value.Namespace(new LinkedHashMap<>(arguments.named())));
        return all;
    }

    private static Value today(Arguments arguments, ZoneId zone) {
        return new Value.Date(LocalDate.ofInstant(arguments.evaluation().clock().instant(), zone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw ExpressionException.value("unknown time zone: " + unknown.getMessage());
        }
    }

    /** Numbers become whole seconds, texts a float. */
    private static Value timestamp(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Str(var text) -> new Value.Float(Dates.micros(Dates.parseIso(text)) / 1_000_000.0);
            case Value.DateTime moment -> new Value.Float(Dates.micros(moment) / 1_000_000.0);
            case Value other -> new Value.Int(Numbers.toInt(other));
        };
    }

    private static Value formatDatetime(Arguments arguments) {
        String format = arguments.text(1, "format");
        Optional<String> inputFormat = arguments
                .optional(2, "input_format")
                .filter(value -> !(value instanceof Value.None))
                .map(Python::str);
        Value.DateTime moment =
                switch (arguments.required(0, "dt")) {
                    case Value.DateTime given -> given;
                    case Value.Date(var date) -> new Value.DateTime(date.atStartOfDay(), Optional.of(ZoneOffset.UTC));
                    case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
                    case Value.Str(var text) ->
                        inputFormat
                                .map(expected -> DateParse.parse(text, expected))
                                .orElseGet(() -> Dates.toUtc(Dates.parseIso(text)));
                    case Value other -> DateParse.parse(Python.str(other), inputFormat.orElse("%s"));
                };
        return Value.of(DateFormat.format(moment, format));
    }

    private static Value dayDelta(Arguments arguments) {
        int days = Python.index(arguments.required(0, "num_days"));
        Value moment = Deltas.add(Dates.now(arguments.evaluation().clock()), new Value.Delta(0, Duration.ofDays(days)))
                .orElseThrow();
        return Value.of(DateFormat.format((Value.DateTime) moment, arguments.text(1, "format", RFC_3339)));
    }

    private static Value extreme(Arguments arguments, int sign) {
        List<Value> values =
                arguments.positional().size() == 1 ? Python.iterate(arguments.target()) : arguments.positional();
        return ListFilters.extreme(values, sign, arguments);
    }

    private static String snakeCase(String text) {
        return text.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
