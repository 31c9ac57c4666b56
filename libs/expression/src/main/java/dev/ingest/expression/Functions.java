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
import java.util.regex.Pattern;

/** The functions of the manifest language, and Jinja's own but {@code range} and {@code lipsum}. */
final class Functions {
    private static final String RFC_3339 = "%Y-%m-%dT%H:%M:%S.%f%z";
    private static final Pattern BEFORE_CAPITAL = Pattern.compile("(?<!^)(?=[A-Z])");

    private Functions() {}

    static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(
                all, "now_utc", arguments -> Dates.now(arguments.evaluation().clock()));
        Builtins.add(all, "today_utc", arguments -> today(arguments, ZoneOffset.UTC));
        Builtins.add(all, "today_with_timezone timezone", arguments -> today(arguments, zone(arguments)));
        Builtins.add(all, "timestamp dt", Functions::timestamp);
        Builtins.add(all, "str_to_datetime s", arguments -> utc(arguments.required(0, "s")));
        Builtins.add(all, "format_datetime dt format input_format?", Functions::formatDatetime);
        Builtins.add(all, "day_delta num_days format?", Functions::dayDelta);
        Builtins.add(all, "duration datestring", arguments -> Periods.parse(arguments.text(0, "datestring")));
        Builtins.add(all, "max *", arguments -> extreme(arguments, 1));
        Builtins.add(all, "min *", arguments -> extreme(arguments, -1));
        Builtins.add(all, "sanitize_url value", Functions::sanitizeUrl);
        Builtins.add(all, "camel_case_to_snake_case value", arguments -> Value.of(snakeCase(arguments)));
        Builtins.add(
                all, "generate_uuid", arguments -> Value.of(UUID.randomUUID().toString()));
        Builtins.add(all, "dict value? / **", arguments -> new Value.Dict(dict(arguments)));
        Builtins.add(all, "namespace value? / **", Functions::namespace);
        Builtins.add(all, "cycler *", arguments -> new Cycler(List.copyOf(arguments.positional())));
        Builtins.add(
                all,
                "joiner sep?",
                arguments -> new Joiner(arguments.optional(0, "sep").orElse(Value.of(", "))));
        return all;
    }

    /** Functions that only some places of a manifest offer. */
    static Map<String, Function> extras() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "json_loads s", arguments -> JsonReader.read(arguments.text(0, "s"), arguments.evaluation()));
        return all;
    }

    private static Value today(Arguments arguments, ZoneId zone) {
        return new Value.Date(LocalDate.ofInstant(arguments.evaluation().clock().instant(), zone));
    }

    private static ZoneId zone(Arguments arguments) {
        if (!(arguments.required(0, "timezone") instanceof Value.Str(var name))) {
            throw ExpressionException.value("a time zone is named by a text");
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw ExpressionException.value("unknown time zone '" + name + "'", unknown);
        }
    }

    private static Value.DateTime utc(Value value) {
        if (value instanceof Value.Str(var text)) {
            return Dates.toUtc(IsoDates.parse(text));
        }
        throw switch (value) {
            case Value.Undefined(var path) -> ExpressionException.undefined(path);
            case Value.Items(var values) when values.size() < 4 -> notADate(value);
            case Value.Tuple(var values) when values.size() < 4 -> notADate(value);
            case Value.Dict(var entries) when entries.size() < 4 -> notADate(value);
            case View(var kind, var entries) when entries.size() < 4 -> notADate(value);
            case Value other -> ExpressionException.type("a date must be given as text, not " + Python.typeName(other));
        };
    }

    /** What has a length is asked for it first, and found too short. */
    private static ExpressionException notADate(Value value) {
        return ExpressionException.value("a date must be given as text, not " + Python.typeName(value));
    }

    /** Numbers become whole seconds, texts a float. */
    private static Value timestamp(Arguments arguments) {
        Value value = arguments.required(0, "dt");
        return Arithmetic.isNumber(value)
                ? new Value.Int(Numbers.toInt(value))
                : new Value.Float(Dates.timestamp(utc(value)));
    }

    private static Value formatDatetime(Arguments arguments) {
        String format = arguments.text(1, "format");
        Optional<Value> given = arguments.optional(2, "input_format").filter(Python::truth);
        Optional<String> inputFormat = given.map(value -> arguments.text(2, "input_format"));
        return Value.of(
                switch (arguments.required(0, "dt")) {
                    // A datetime is formatted by Python alone, without the language's own forms.
                    case Value.DateTime moment -> Strftime.format(moment, format);
                    case Value number
                    when Arithmetic.isInteger(number) ->
                        DateFormat.format(
                                DateParse.parse(IntText.of(Arithmetic.integer(number)), inputFormat.orElse("%s")),
                                format);
                    case Value.Str(var text)
                    when inputFormat.isPresent() ->
                        DateFormat.format(aware(DateParse.strptime(text, inputFormat.get())), format);
                    case Value other -> DateFormat.format(utc(other), format);
                });
    }

    private static Value.DateTime aware(Value.DateTime moment) {
        return new Value.DateTime(moment.local(), Optional.of(moment.offset().orElse(ZoneOffset.UTC)));
    }

    private static Value dayDelta(Arguments arguments) {
        Value days = arguments.required(0, "num_days");
        if (!Arithmetic.isNumber(days)) {
            throw ExpressionException.type("unsupported type for timedelta days component: " + Python.typeName(days));
        }
        Value.Delta delta = days instanceof Value.Float(var number)
                ? Deltas.multiply(Deltas.of(Duration.ofDays(1)), number)
                : Deltas.multiply(Deltas.of(Duration.ofDays(1)), Arithmetic.integer(days));
        Value moment = DateArithmetic.add(Dates.now(arguments.evaluation().clock()), delta)
                .orElseThrow();
        return Value.of(Strftime.format((Value.DateTime) moment, arguments.text(1, "format", RFC_3339)));
    }

    private static Value extreme(Arguments arguments, int sign) {
        List<Value> given = arguments.positional();
        if (given.isEmpty()) {
            throw ExpressionException.type(arguments.function() + " expected at least 1 argument, got 0");
        }
        List<Value> values = given.size() == 1 ? arguments.elements() : given;
        if (values.isEmpty()) {
            throw ExpressionException.value(arguments.function() + "() arg is an empty sequence");
        }
        return extreme(values, values, sign, arguments.evaluation());
    }

    /** The value whose key is largest, or smallest for a negative sign; the first of equal ones. */
    static Value extreme(List<Value> values, List<Value> keys, int sign, Evaluation evaluation) {
        int best = 0;
        for (int i = 1; i < values.size(); i++) {
            // CPython asks "is this one greater", so with None or not-a-number in between the order matters.
            Expr.Comparison better = sign > 0 ? Expr.Comparison.GREATER : Expr.Comparison.LESS;
            best = Comparing.holds(better, keys.get(i), keys.get(best), evaluation) ? i : best;
        }
        return values.get(best);
    }

    private static Value sanitizeUrl(Arguments arguments) {
        return Value.of(UrlText.quotePlus(arguments.text(0, "value")));
    }

    private static String snakeCase(Arguments arguments) {
        return BEFORE_CAPITAL
                .matcher(arguments.text(0, "value"))
                .replaceAll("_")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<Value, Value> dict(Arguments arguments) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        arguments.optional(0, "value").ifPresent(value -> DictMethods.merge(entries, value, arguments.evaluation()));
        arguments.named().forEach((name, value) -> entries.put(Value.of(name), value));
        return entries;
    }

    private static Value namespace(Arguments arguments) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        dict(arguments).forEach((name, value) -> attributes.put(Python.str(name), value));
        return new NamespaceObject(attributes);
    }
}
