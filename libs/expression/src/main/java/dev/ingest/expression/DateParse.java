package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Python's {@code strptime} (strict, as Python is), and the epoch forms that manifests add to it. */
public final class DateParse {
    private final String text;
    private final String format;
    private final Map<Character, Integer> fields = new HashMap<>();
    private Optional<ZoneOffset> offset = Optional.empty();
    private int at;

    private DateParse(String text, String format) {
        this.text = text;
        this.format = format;
    }

    /**
     * Parses as the declarative language does; a time without offset is UTC.
     *
     * @throws ExpressionException of kind VALUE when the text does not follow the format
     */
    @SuppressWarnings("UnusedException") // the cause's message quotes the data
    public static Value.DateTime parse(String text, String format) {
        try {
            return switch (format) {
                case "%s" -> epoch(Long.parseLong(text.strip()), 1_000_000L);
                case "%ms" -> epoch(Long.parseLong(text.strip()), 1_000L);
                case "%epoch_microseconds" -> epoch(Long.parseLong(text.strip()), 1L);
                case "%s_as_float" -> epoch(Math.round(Double.parseDouble(text.strip()) * 1_000_000), 1L);
                default -> aware(new DateParse(text, format.replace("%_ms", "%f")).parse());
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException invalid) {
            throw mismatch(text, format);
        }
    }

    private static Value.DateTime epoch(long count, long micros) {
        Duration since = Duration.ofSeconds(
                Math.floorDiv(Math.multiplyExact(count, micros), 1_000_000L),
                Math.floorMod(Math.multiplyExact(count, micros), 1_000_000L) * 1000);
        return Dates.utc(Instant.EPOCH.plus(since));
    }

    private static Value.DateTime aware(Value.DateTime moment) {
        return new Value.DateTime(moment.local(), Optional.of(moment.offset().orElse(ZoneOffset.UTC)));
    }

    private static ExpressionException mismatch(String text, String format) {
        return ExpressionException.value(
                "date of " + text.length() + " characters does not match the format '" + format + "'");
    }

    private Value.DateTime parse() {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                directive(format.charAt(++i));
            } else if (Character.isWhitespace(c)) {
                blanks();
            } else {
                literal(c);
            }
        }
        if (at != text.length()) {
            throw mismatch(text, format);
        }
        return moment();
    }

    private void directive(char directive) {
        switch (directive) {
            case 'Y' -> number('Y', 4, 4);
            case 'm', 'd', 'H', 'M', 'S', 'I', 'y' -> number(directive, 1, 2);
            case 'j' -> number('j', 1, 3);
            case 'f' -> fraction();
            case 'z' -> offset();
            case 'Z' -> zone();
            case 'b', 'h' -> month(TextStyle.SHORT);
            case 'B' -> month(TextStyle.FULL);
            case 'p' -> fields.put('p', choice("AM", "PM"));
            case 'a' -> choice("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
            case 'A' -> choice("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
            case '%' -> literal('%');
            default -> throw ExpressionException.value("date directive '%" + directive + "' is not supported");
        }
    }

    private void literal(char c) {
        if (at >= text.length() || Character.toLowerCase(text.charAt(at)) != Character.toLowerCase(c)) {
            throw mismatch(text, format);
        }
        at++;
    }

    private void blanks() {
        int start = at;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw mismatch(text, format);
        }
    }

    private String digits(int least, int most) {
        int start = at;
        while (at < text.length() && at - start < most && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at - start < least) {
            throw mismatch(text, format);
        }
        return text.substring(start, at);
    }

    private void number(char field, int least, int most) {
        fields.put(field, Integer.parseInt(digits(least, most)));
    }

    private void fraction() {
        fields.put('f', Integer.parseInt((digits(1, 6) + "00000").substring(0, 6)));
    }

    private void offset() {
        if (at < text.length() && (text.charAt(at) == 'Z' || text.charAt(at) == 'z')) {
            at++;
            offset = Optional.of(ZoneOffset.UTC);
            return;
        }
        int sign = choice("-", "+") * 2 - 1;
        int hours = Integer.parseInt(digits(2, 2));
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
        }
        int minutes = Integer.parseInt(digits(2, 2));
        offset = Optional.of(ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes));
    }

    private void zone() {
        choice("UTC", "GMT", "Z");
        offset = Optional.of(ZoneOffset.UTC);
    }

    private void month(TextStyle style) {
        String[] names = new String[12];
        for (Month month : Month.values()) {
            String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            names[month.ordinal()] = style == TextStyle.SHORT ? name.substring(0, 3) : name;
        }
        fields.put('m', choice(names) + 1);
    }

    private int choice(String... choices) {
        for (int i = 0; i < choices.length; i++) {
            if (text.regionMatches(true, at, choices[i], 0, choices[i].length())) {
                at += choices[i].length();
                return i;
            }
        }
        throw mismatch(text, format);
    }

    private int field(char name, int otherwise) {
        return fields.getOrDefault(name, otherwise);
    }

    private Value.DateTime moment() {
        int shortYear = field('y', 0);
        int year = fields.containsKey('y') ? shortYear + (shortYear < 69 ? 2000 : 1900) : field('Y', 1900);
        LocalDate date = fields.containsKey('j')
                ? LocalDate.ofYearDay(year, field('j', 1))
                : LocalDate.of(year, field('m', 1), field('d', 1));
        int hour = fields.containsKey('I') ? field('I', 12) % 12 + 12 * field('p', 0) : field('H', 0);
        LocalDateTime local = date.atTime(hour, field('M', 0), field('S', 0), field('f', 0) * 1000);
        return new Value.DateTime(local, offset);
    }
}
