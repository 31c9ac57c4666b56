package dev.ingest.expression;

import java.util.Locale;

/** The date formats of the manifest language: Python's {@code strftime} ({@link Strftime}) and five epoch forms. */
public final class DateFormat {
    private DateFormat() {}

    /** Formats as the declarative language does: {@code %s}, {@code %ms}, {@code %_ms}, … besides strftime's directives. */
    public static String format(Value.DateTime moment, String format) {
        double timestamp = Dates.timestamp(moment);
        return switch (format) {
            case "%s" -> Long.toString((long) timestamp);
            case "%s_as_float" -> FloatText.repr(timestamp);
            // Through a float, as the language does it: the last digits of far dates follow its rounding.
            case "%epoch_microseconds" -> Long.toString((long) (timestamp * 1_000_000));
            case "%ms" -> Long.toString((long) (timestamp * 1000));
            default -> format.contains("%_ms") ? withMilliseconds(moment, format) : Strftime.format(moment, format);
        };
    }

    /** The language replaces the microseconds' digits wherever they occur in the text, and so do we. */
    private static String withMilliseconds(Value.DateTime moment, String format) {
        int micros = moment.local().getNano() / 1000;
        return Strftime.format(moment, format.replace("%_ms", "%f"))
                .replace(String.format(Locale.ROOT, "%06d", micros), String.format(Locale.ROOT, "%03d", micros / 1000));
    }
}
