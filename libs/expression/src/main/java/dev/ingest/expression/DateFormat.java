package dev.ingest.expression;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code strftime}, and the five epoch forms that manifests add to it. */
public final class DateFormat {
    private DateFormat() {}

    /** Formats as the declarative language does: {@code %s}, {@code %ms}, {@code %_ms}, … besides strftime's directives. */
    public static String format(Value.DateTime moment, String format) {
        long micros = Dates.micros(moment);
        return switch (format) {
            case "%s" -> Long.toString(Math.floorDiv(micros, 1_000_000L));
            case "%s_as_float" -> Python.floatRepr(micros / 1_000_000.0);
            case "%epoch_microseconds" -> Long.toString(micros);
            case "%ms" -> Long.toString(Math.floorDiv(micros, 1_000L));
            default -> strftime(moment, format.replace("%_ms", milliseconds(moment)));
        };
    }

    private static String milliseconds(Value.DateTime moment) {
        return "%03d".formatted(moment.local().getNano() / 1_000_000);
    }

    static String strftime(Value.DateTime moment, String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            i++;
            boolean unpadded = format.charAt(i) == '-' && i + 1 < format.length();
            i += unpadded ? 1 : 0;
            String part = directive(moment, format.charAt(i));
            text.append(unpadded && part.length() > 1 ? part.replaceFirst("^0+(?=\\d)", "") : part);
        }
        return text.toString();
    }

    private static String directive(Value.DateTime moment, char directive) {
        LocalDateTime local = moment.local();
        return switch (directive) {
            case 'Y' -> "%04d".formatted(local.getYear());
            case 'm' -> two(local.getMonthValue());
            case 'd' -> two(local.getDayOfMonth());
            case 'H' -> two(local.getHour());
            case 'M' -> two(local.getMinute());
            case 'S' -> two(local.getSecond());
            case 'f' -> "%06d".formatted(local.getNano() / 1000);
            case 'z' -> moment.offset().map(offset -> Dates.offset(offset, "")).orElse("");
            case 'Z' ->
                moment.offset()
                        .map(offset -> offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + Dates.offset(offset, ":"))
                        .orElse("");
            case 's' -> Long.toString(Math.floorDiv(Dates.micros(moment), 1_000_000L));
            case '%' -> "%";
            case 'F' -> strftime(moment, "%Y-%m-%d");
            case 'T' -> strftime(moment, "%H:%M:%S");
            case 'D' -> strftime(moment, "%m/%d/%y");
            case 'R' -> strftime(moment, "%H:%M");
            default -> rareDirective(local, directive);
        };
    }

    private static String rareDirective(LocalDateTime local, char directive) {
        return switch (directive) {
            case 'y' -> two(local.getYear() % 100);
            case 'j' -> "%03d".formatted(local.getDayOfYear());
            case 'I' -> two((local.getHour() + 11) % 12 + 1);
            case 'p' -> local.getHour() < 12 ? "AM" : "PM";
            case 'b', 'h' -> local.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT);
            case 'B' -> local.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> local.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT);
            case 'A' -> local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'u' -> Integer.toString(local.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(local.getDayOfWeek().getValue() % 7);
            case 'V' -> two(local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(local.get(IsoFields.WEEK_BASED_YEAR));
            default -> throw ExpressionException.value("date directive '%" + directive + "' is not supported");
        };
    }

    private static String two(int number) {
        return "%02d".formatted(number);
    }
}
