package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Methods of {@code datetime}, {@code date} and {@code timedelta}. */
final class DateMethods {
    private DateMethods() {}

    static Map<String, Builtin> all() {
        Map<String, Builtin> all = new HashMap<>();
        all.put("strftime", arguments -> Value.of(DateFormat.strftime(moment(arguments), arguments.text(1, "format"))));
        all.put("isoformat", DateMethods::isoFormat);
        all.put("timestamp", arguments -> new Value.Float(Dates.micros(moment(arguments)) / 1_000_000.0));
        all.put("date", arguments -> new Value.Date(moment(arguments).local().toLocalDate()));
        all.put(
                "weekday",
                arguments -> Value.of(moment(arguments).local().getDayOfWeek().getValue() - 1L));
        all.put(
                "isoweekday",
                arguments -> Value.of(moment(arguments).local().getDayOfWeek().getValue()));
        all.put("total_seconds", DateMethods::totalSeconds);
        all.put("replace", DateMethods::replace);
        return all;
    }

    private static Value.DateTime moment(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.DateTime moment -> moment;
            case Value.Date(var date) -> new Value.DateTime(date.atStartOfDay(), Optional.empty());
            case Value other ->
                throw ExpressionException.undefined(Python.typeName(other) + "." + arguments.function());
        };
    }

    private static Value isoFormat(Arguments arguments) {
        return arguments.target() instanceof Value.Date(var date)
                ? Value.of(date.toString())
                : Value.of(Dates.isoFormat(moment(arguments), 'T'));
    }

    private static Value totalSeconds(Arguments arguments) {
        if (arguments.target() instanceof Value.Delta(var months, var exact) && months == 0) {
            return new Value.Float(exact.getSeconds() + exact.getNano() / 1e9);
        }
        throw ExpressionException.undefined(Python.typeName(arguments.target()) + ".total_seconds");
    }

    private static Value replace(Arguments arguments) {
        Value.DateTime moment = moment(arguments);
        try {
            LocalDateTime local = moment.local()
                    .withDayOfMonth(1)
                    .withYear(field(arguments, "year", moment.local().getYear()))
                    .withMonth(field(arguments, "month", moment.local().getMonthValue()))
                    .withDayOfMonth(field(arguments, "day", moment.local().getDayOfMonth()))
                    .withHour(field(arguments, "hour", moment.local().getHour()))
                    .withMinute(field(arguments, "minute", moment.local().getMinute()))
                    .withSecond(field(arguments, "second", moment.local().getSecond()))
                    .withNano(Math.multiplyExact(
                            field(arguments, "microsecond", moment.local().getNano() / 1000), 1000));
            return arguments.target() instanceof Value.Date
                    ? new Value.Date(local.toLocalDate())
                    : new Value.DateTime(local, moment.offset());
        } catch (DateTimeException | ArithmeticException invalid) {
            throw ExpressionException.value("replace() gives no valid date: " + invalid.getMessage());
        }
    }

    private static int field(Arguments arguments, String name, int otherwise) {
        return arguments.integer(Integer.MAX_VALUE, name, otherwise);
    }
}
