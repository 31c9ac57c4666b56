package dev.ingest.expression;

import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A format whose fields have one width each ({@code %Y-%m-%dT%H:%M:%S%z} and the like), read by place. It knows the texts that
 * fill each field and says nothing of any other: those are left to {@link DatePattern}, whose answer is the rule.
 */
final class PlainDate {
    private static final int ABSENT = -1;

    /** The format with each field as its letter, as often as it has digits: {@code YYYY-mm-dd}. */
    private final String layout;

    private final int year;
    private final int month;
    private final int day;
    private final int hour;
    private final int minute;
    private final int second;
    private final boolean hasOffset;

    private PlainDate(String layout, String fields, boolean hasOffset) {
        this.layout = layout;
        this.year = fields.indexOf('Y');
        this.month = fields.indexOf('m');
        this.day = fields.indexOf('d');
        this.hour = fields.indexOf('H');
        this.minute = fields.indexOf('M');
        this.second = fields.indexOf('S');
        this.hasOffset = hasOffset;
    }

    /** The format's plain form; empty where it has fields of no fixed width, or no date. */
    static Optional<PlainDate> of(String format) {
        boolean hasOffset = format.endsWith("%z");
        String places = hasOffset ? format.substring(0, format.length() - 2) : format;
        // Two texts of one length: the literals, and where each field lies.
        var layout = new StringBuilder();
        var fields = new StringBuilder();
        for (int i = 0; i < places.length(); i++) {
            char c = places.charAt(i);
            if (c != '%') {
                layout.append(c);
                fields.append(' ');
                continue;
            }
            i++;
            if (i == places.length() || "YmdHMS".indexOf(places.charAt(i)) < 0) {
                return Optional.empty();
            }
            int width = places.charAt(i) == 'Y' ? 4 : 2;
            layout.repeat('\0', width);
            fields.repeat(places.charAt(i), width);
        }
        var plain = new PlainDate(layout.toString(), fields.toString(), hasOffset);
        return plain.year >= 0 && plain.month >= 0 && plain.day >= 0 ? Optional.of(plain) : Optional.empty();
    }

    /** The moment, or empty where the text does not fill the fields; nothing is said of whether it follows the format. */
    Optional<Value.DateTime> read(String text) {
        if (!fits(text)) {
            return Optional.empty();
        }
        int months = two(text, month);
        int days = two(text, day);
        int hours = two(text, hour);
        int minutes = two(text, minute);
        int seconds = two(text, second);
        int years = two(text, year) * 100 + two(text, year + 2);
        boolean isDay = years >= 1
                && months >= 1
                && months <= 12
                && days >= 1
                && days <= Month.of(months).length(Year.isLeap(years));
        if (!isDay || hours > 23 || minutes > 59 || seconds > 59) {
            return Optional.empty();
        }
        return offset(text)
                .map(offset -> new Value.DateTime(
                        Dates.inRange(LocalDateTime.of(years, months, days, hours, minutes, seconds)), offset));
    }

    private boolean fits(String text) {
        if (hasOffset ? text.length() <= layout.length() : text.length() != layout.length()) {
            return false;
        }
        for (int i = 0; i < layout.length(); i++) {
            char wanted = layout.charAt(i);
            char c = text.charAt(i);
            if (wanted == 0 ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return true;
    }

    /** Without an offset in the format: present, and none; empty for one that is not the letter of UTC. */
    private Optional<Optional<ZoneOffset>> offset(String text) {
        if (!hasOffset) {
            return Optional.of(Optional.empty());
        }
        boolean isUtc = text.length() == layout.length() + 1 && text.charAt(layout.length()) == 'Z'
                || text.length() == layout.length() + 6 && text.endsWith("+00:00");
        return isUtc ? Optional.of(Optional.of(ZoneOffset.UTC)) : Optional.empty();
    }

    private static int two(String text, int at) {
        return at == ABSENT ? 0 : (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
