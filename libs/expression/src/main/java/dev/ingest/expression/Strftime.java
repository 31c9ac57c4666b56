package dev.ingest.expression;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/** {@code strftime} of Python on Linux, with glibc's flags and widths; names are English. */
final class Strftime {
    private static final int MAX_WIDTH = 1000;

    private final Value.DateTime moment;
    private final LocalDateTime local;
    private final String format;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private Strftime(Value.DateTime moment, String format) {
        this.moment = moment;
        this.local = moment.local();
        this.format = format;
    }

    static String format(Value.DateTime moment, String format) {
        return new Strftime(moment, format).run();
    }

    private String run() {
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c == '%' && at + 1 < format.length()) {
                directive();
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private void directive() {
        int start = at++;
        char flag = 0;
        boolean upper = false;
        while (at < format.length() && "_-0^#".indexOf(format.charAt(at)) >= 0) {
            upper |= format.charAt(at) == '^';
            flag = format.charAt(at) == '^' || format.charAt(at) == '#' ? flag : format.charAt(at);
            at++;
        }
        int width = width();
        if (at < format.length() && "EO".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        Optional<Field> field = at < format.length() ? field(format.charAt(at)) : Optional.empty();
        if (field.isEmpty()) {
            // What the C library does not know it leaves as it is.
            at = Math.min(at + 1, format.length());
            out.append(format, start, at);
            return;
        }
        at++;
        String text = field.get().padded(flag, width);
        out.append(upper ? text.toUpperCase(Locale.ROOT) : text);
    }

    private int width() {
        int width = -1;
        while (at < format.length() && Character.isDigit(format.charAt(at))) {
            width = Math.max(0, width) * 10 + format.charAt(at++) - '0';
            if (width > MAX_WIDTH) {
                throw ExpressionException.limit("date field is wider than " + MAX_WIDTH + " characters");
            }
        }
        return width;
    }

    /** A formatted part: its text without padding, the width it is padded to and with what. */
    private record Field(String text, int width, char padding) {
        String padded(char flag, int askedWidth) {
            int wanted = askedWidth >= 0 ? askedWidth : flag == '-' ? 0 : width;
            char with = flag == '_' ? ' ' : flag == '0' ? '0' : padding;
            return String.valueOf(with).repeat(Math.max(0, wanted - text.length())) + text;
        }
    }

    private static Optional<Field> text(String text) {
        return Optional.of(new Field(text, 0, ' '));
    }

    private static Optional<Field> number(long number, int width) {
        return Optional.of(new Field(Long.toString(number), width, '0'));
    }

    private static Optional<Field> blankPadded(long number) {
        return Optional.of(new Field(Long.toString(number), 2, ' '));
    }

    private Optional<Field> field(char directive) {
        return switch (directive) {
            case 'Y' -> number(local.getYear(), 0);
            case 'm' -> number(local.getMonthValue(), 2);
            case 'd' -> number(local.getDayOfMonth(), 2);
            case 'H' -> number(local.getHour(), 2);
            case 'M' -> number(local.getMinute(), 2);
            case 'S' -> number(local.getSecond(), 2);
            case 'f' -> number(local.getNano() / 1000, 6);
            case 'z' ->
                text(moment.offset().map(offset -> Dates.offset(offset, "")).orElse(""));
            case 'Z' -> text(moment.offset().map(Strftime::zoneName).orElse(""));
            case 's' -> number(local.toEpochSecond(ZoneOffset.UTC), 0);
            case '%' -> text("%");
            case 'n' -> text("\n");
            case 't' -> text("\t");
            default -> composite(directive).or(() -> rare(directive));
        };
    }

    private static String zoneName(ZoneOffset offset) {
        return offset.getTotalSeconds() == 0 ? "UTC" : "UTC" + Dates.offset(offset, ":");
    }

    private Optional<Field> composite(char directive) {
        String parts =
                switch (directive) {
                    case 'F' -> "%Y-%m-%d";
                    case 'T', 'X' -> "%H:%M:%S";
                    case 'D', 'x' -> "%m/%d/%y";
                    case 'R' -> "%H:%M";
                    case 'r' -> "%I:%M:%S %p";
                    case 'c' -> "%a %b %e %H:%M:%S %Y";
                    default -> "";
                };
        return parts.isEmpty() ? Optional.empty() : text(format(moment, parts));
    }

    private Optional<Field> rare(char directive) {
        return switch (directive) {
            case 'y' -> number(local.getYear() % 100, 2);
            case 'C' -> number(local.getYear() / 100, 0);
            case 'j' -> number(local.getDayOfYear(), 3);
            case 'I' -> number((local.getHour() + 11) % 12 + 1, 2);
            case 'l' -> blankPadded((local.getHour() + 11) % 12 + 1);
            case 'k' -> blankPadded(local.getHour());
            case 'e' -> blankPadded(local.getDayOfMonth());
            case 'p' -> text(local.getHour() < 12 ? "AM" : "PM");
            case 'P' -> text(local.getHour() < 12 ? "am" : "pm");
            case 'b', 'h' -> text(local.getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT));
            case 'B' -> text(local.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'a' -> text(local.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT));
            case 'A' -> text(local.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'u' -> number(local.getDayOfWeek().getValue(), 0);
            case 'w' -> number(local.getDayOfWeek().getValue() % 7, 0);
            case 'V' -> number(local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'G' -> number(local.get(IsoFields.WEEK_BASED_YEAR), 0);
            case 'g' -> number(local.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
            case 'U' -> number((local.getDayOfYear() + 6 - local.getDayOfWeek().getValue() % 7) / 7, 2);
            case 'W' -> number((local.getDayOfYear() + 6 - (local.getDayOfWeek().getValue() + 6) % 7) / 7, 2);
            default -> Optional.empty();
        };
    }
}
