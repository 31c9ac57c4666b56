package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;

/** Python's {@code strptime} (strict, as Python is), and the epoch forms that manifests add to it. */
public final class DateParse {
    private DateParse() {}

    /**
     * Parses as the declarative language does; a time without offset is UTC.
     *
     * @throws ExpressionException of kind VALUE when the text does not follow the format
     */
    public static Value.DateTime parse(String text, String format) {
        return guarded(text, format, () -> switch (format) {
            case "%s" -> epoch(integer(text), 1_000_000L);
            case "%ms" -> epoch(integer(text), 1_000L);
            case "%epoch_microseconds" -> epoch(integer(text), 1L);
            case "%s_as_float" -> epoch(micros(text), 1L);
            default -> aware(parsed(text, format.replace("%_ms", "%f")));
        });
    }

    /** Python's {@code strptime}: a time without offset stays without. */
    static Value.DateTime strptime(String text, String format) {
        return guarded(text, format, () -> parsed(text, format));
    }

    @SuppressWarnings("UnusedException") // the cause's message quotes the data
    private static Value.DateTime guarded(String text, String format, Supplier<Value.DateTime> parse) {
        try {
            return parse.get();
        } catch (NumberFormatException | DateTimeException | ArithmeticException invalid) {
            throw mismatch(text, format);
        }
    }

    private static ExpressionException mismatch(String text, String format) {
        return ExpressionException.value(
                "date of " + text.length() + " characters does not match the format '" + format + "'");
    }

    private static long integer(String text) {
        return Numbers.parseInt(text)
                .orElseThrow(() -> new NumberFormatException("not an integer"))
                .longValueExact();
    }

    /** As {@code datetime.fromtimestamp}: to the nearest microsecond, half to even. */
    private static long micros(String text) {
        double seconds = Numbers.parseFloat(text).orElseThrow(() -> new NumberFormatException("not a number"));
        if (!Double.isFinite(seconds)) {
            throw new NumberFormatException("not finite");
        }
        return new BigDecimal(seconds)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private static Value.DateTime epoch(long count, long micros) {
        long total = Math.multiplyExact(count, micros);
        Duration since = Duration.ofSeconds(Math.floorDiv(total, 1_000_000L), Math.floorMod(total, 1_000_000L) * 1000);
        return Dates.utc(Instant.EPOCH.plus(since));
    }

    private static Value.DateTime aware(Value.DateTime moment) {
        return new Value.DateTime(moment.local(), Optional.of(moment.offset().orElse(ZoneOffset.UTC)));
    }

    private static Value.DateTime parsed(String text, String format) {
        DatePattern pattern = DatePattern.of(format);
        return pattern.plain().flatMap(plain -> plain.read(text)).orElseGet(() -> byPattern(text, format, pattern));
    }

    static Value.DateTime byPattern(String text, String format, DatePattern pattern) {
        Matcher match = pattern.regex().matcher(text);
        if (!match.matches()) {
            throw mismatch(text, format);
        }
        Fields fields = new Fields(pattern, match);
        return new Value.DateTime(Dates.inRange(fields.local()), fields.offset());
    }

    /** What the directives of one format found in one text. */
    private record Fields(DatePattern pattern, Matcher match) {
        private Optional<String> text(char directive) {
            return pattern.has(directive)
                    ? Optional.ofNullable(match.group(DatePattern.group(directive)))
                    : Optional.empty();
        }

        private int number(char directive, int otherwise) {
            return text(directive).map(found -> Integer.parseInt(found.strip())).orElse(otherwise);
        }

        private int year() {
            int two = number('y', -1);
            return two < 0 ? number('Y', 1900) : two + (two < 69 ? 2000 : 1900);
        }

        private int month() {
            return text('b')
                    .or(() -> text('B'))
                    .map(name -> DatePattern.month(name))
                    .orElseGet(() -> number('m', 1));
        }

        private LocalDate date() {
            // Without a year 29 February is a day of a leap year in Python, and then of 1900, which is none.
            return text('j').isPresent()
                    ? LocalDate.ofYearDay(year(), number('j', 1))
                    : LocalDate.of(year(), month(), number('d', 1));
        }

        private int hour() {
            int twelve = number('I', -1);
            boolean afternoon = text('p')
                    .map(half -> half.toLowerCase(Locale.ROOT).equals("pm"))
                    .orElse(false);
            return twelve < 0 ? number('H', 0) : twelve % 12 + (afternoon ? 12 : 0);
        }

        LocalDateTime local() {
            String fraction = text('f').orElse("0");
            int micros = Integer.parseInt(fraction + "000000".substring(fraction.length()));
            return date().atTime(hour(), number('M', 0), number('S', 0), micros * 1000);
        }

        Optional<ZoneOffset> offset() {
            return text('z').map(Fields::offset);
        }

        private static ZoneOffset offset(String text) {
            if (text.equals("Z")) {
                return ZoneOffset.UTC;
            }
            String digits = text.substring(1).replace(":", "");
            int seconds =
                    Integer.parseInt(digits.substring(0, 2)) * 3600 + Integer.parseInt(digits.substring(2, 4)) * 60;
            seconds += digits.length() > 4 ? Integer.parseInt(digits.substring(4, 6)) : 0;
            return ZoneOffset.ofTotalSeconds(text.charAt(0) == '-' ? -seconds : seconds);
        }
    }
}
