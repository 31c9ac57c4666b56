package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of {@code datetime}, {@code date} and {@code timedelta}. */
final class DateMethods {
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

    private DateMethods() {}

    static Map<String, Function> ofDate() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "strftime self format", DateMethods::strftime);
        Builtins.add(all, "isoformat self /", arguments -> Value.of(Dates.isoFormat(date(arguments))));
        Builtins.add(
                all,
                "weekday self /",
                arguments -> Value.of(date(arguments).getDayOfWeek().getValue() - 1L));
        Builtins.add(
                all,
                "isoweekday self /",
                arguments -> Value.of(date(arguments).getDayOfWeek().getValue()));
        Builtins.add(all, "isocalendar self /", arguments -> isoCalendar(date(arguments)));
        Builtins.add(
                all, "toordinal self /", arguments -> Value.of(FIRST_DAY.until(date(arguments), ChronoUnit.DAYS) + 1));
        Builtins.add(all, "ctime self /", arguments -> Value.of(Strftime.format(moment(arguments), "%c")));
        Builtins.add(all, "replace self year? month? day?", DateMethods::replaceDate);
        return all;
    }

    static Map<String, Function> ofDateTime() {
        Map<String, Function> all = ofDate();
        Builtins.add(all, "isoformat self sep? timespec?", DateMethods::isoFormat);
        Builtins.add(all, "timestamp self /", arguments -> new Value.Float(Dates.timestamp(moment(arguments))));
        Builtins.add(all, "date self /", arguments -> new Value.Date(date(arguments)));
        Builtins.add(all, "utcoffset self /", arguments -> utcOffset(moment(arguments)));
        Builtins.add(all, "tzname self /", DateMethods::zoneName);
        Builtins.add(all, "astimezone self /", arguments -> Dates.toUtc(moment(arguments)));
        Builtins.add(
                all, "replace self year? month? day? hour? minute? second? microsecond? tzinfo?", DateMethods::replace);
        return all;
    }

    static Map<String, Function> ofDelta() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(all, "total_seconds self /", DateMethods::totalSeconds);
        return all;
    }

    private static Value.DateTime moment(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.DateTime moment -> moment;
            case Value.Date(var date) -> new Value.DateTime(date.atStartOfDay(), Optional.empty());
            case Value other -> throw ExpressionException.type("expected a date, not " + Python.typeName(other));
        };
    }

    private static LocalDate date(Arguments arguments) {
        return moment(arguments).local().toLocalDate();
    }

    private static Value strftime(Arguments arguments) {
        return Value.of(Strftime.format(moment(arguments), arguments.text(1, "format")));
    }

    private static Value isoFormat(Arguments arguments) {
        String separator = arguments.text(1, "sep", "T");
        if (separator.codePointCount(0, separator.length()) != 1) {
            throw ExpressionException.type("isoformat() argument 1 must be a unicode character");
        }
        return Value.of(Dates.isoFormat(moment(arguments), separator, arguments.text(2, "timespec", "auto")));
    }

    private static Value isoCalendar(LocalDate date) {
        return new Value.Tuple(List.of(
                Value.of(date.get(IsoFields.WEEK_BASED_YEAR)),
                Value.of(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
                Value.of(date.getDayOfWeek().getValue())));
    }

    private static Value utcOffset(Value.DateTime moment) {
        return moment.offset()
                .<Value>map(offset -> Deltas.of(Duration.ofSeconds(offset.getTotalSeconds())))
                .orElse(Value.NONE);
    }

    private static Value zoneName(Arguments arguments) {
        Value.DateTime moment = moment(arguments);
        return moment.offset().isPresent() ? Value.of(Strftime.format(moment, "%Z")) : Value.NONE;
    }

    private static Value totalSeconds(Arguments arguments) {
        return switch (arguments.target()) {
            case Value.Delta delta -> new Value.Float(Deltas.totalSeconds(delta));
            case Value.Period period -> new Value.Float(Deltas.totalSeconds(new Value.Delta(period.exact())));
            case Value other -> throw ExpressionException.type("expected a timedelta, not " + Python.typeName(other));
        };
    }

    private static Value replaceDate(Arguments arguments) {
        return new Value.Date(replaced(arguments).toLocalDate());
    }

    private static Value replace(Arguments arguments) {
        boolean naive = arguments.optional(8, "tzinfo").isPresent();
        if (naive && arguments.given(8, "tzinfo").isPresent()) {
            throw ExpressionException.type("tzinfo argument must be None or of a tzinfo subclass");
        }
        return new Value.DateTime(
                replaced(arguments),
                naive ? Optional.empty() : moment(arguments).offset());
    }

    private static LocalDateTime replaced(Arguments arguments) {
        LocalDateTime local = moment(arguments).local();
        try {
            return Dates.inRange(LocalDateTime.of(
                    arguments.integer(1, "year", local.getYear()),
                    arguments.integer(2, "month", local.getMonthValue()),
                    arguments.integer(3, "day", local.getDayOfMonth()),
                    arguments.integer(4, "hour", local.getHour()),
                    arguments.integer(5, "minute", local.getMinute()),
                    arguments.integer(6, "second", local.getSecond()),
                    Math.multiplyExact(arguments.integer(7, "microsecond", local.getNano() / 1000), 1000)));
        } catch (DateTimeException | ArithmeticException invalid) {
            throw ExpressionException.value("replace() gives no valid date: " + invalid.getMessage(), invalid);
        }
    }
}
