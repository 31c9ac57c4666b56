package dev.ingest.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Optional;

/**
 * ISO-8601 text as dateutil's {@code isoparse} reads it: calendar, week and ordinal dates, with or without dashes and
 * colons, any one character between date and time, six digits of a fraction, hour 24 as midnight.
 */
final class IsoDates {
    private final String text;
    private int at;

    private IsoDates(String text) {
        this.text = text;
    }

    /** @throws ExpressionException of kind VALUE; the text itself is not in the message */
    @SuppressWarnings("UnusedException") // the cause's message quotes the data
    static Value.DateTime parse(String text) {
        try {
            return new IsoDates(text).dateTime();
        } catch (DateTimeException | NumberFormatException invalid) {
            throw ExpressionException.value("not an ISO-8601 date or time, of " + text.length() + " characters");
        }
    }

    private static DateTimeException invalid() {
        return new DateTimeException("not ISO-8601");
    }

    private Value.DateTime dateTime() {
        LocalDate date = date();
        if (at == text.length()) {
            return new Value.DateTime(date.atStartOfDay(), Optional.empty());
        }
        at++;
        return time(date);
    }

    private LocalDate date() {
        int year = number(4);
        if (year < 1) {
            throw invalid();
        }
        int start = at;
        Optional<LocalDate> common = calendar(year);
        if (common.isPresent()) {
            return common.get();
        }
        at = start;
        boolean dashes = skip('-');
        return skip('W') ? week(year, dashes) : ordinal(year);
    }

    private Optional<LocalDate> calendar(int year) {
        if (at == text.length()) {
            return Optional.of(LocalDate.of(year, 1, 1));
        }
        boolean dashes = skip('-');
        if (!digits(2)) {
            return Optional.empty();
        }
        int month = number(2);
        if (at == text.length()) {
            return dashes ? Optional.of(LocalDate.of(year, month, 1)) : Optional.empty();
        }
        if (dashes && !skip('-') || !digits(2)) {
            return Optional.empty();
        }
        return Optional.of(LocalDate.of(year, month, number(2)));
    }

    private LocalDate week(int year, boolean dashes) {
        int week = number(2);
        int day = 1;
        if (at < text.length()) {
            if (skip('-') != dashes) {
                throw invalid();
            }
            day = number(1);
        }
        if (week < 1 || week > 53 || day < 1 || day > 7) {
            throw invalid();
        }
        LocalDate first = LocalDate.of(year, 1, 4).with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1);
        LocalDate monday = first.minusDays(first.getDayOfWeek().getValue() - 1L);
        return Dates.inRange(monday.plusDays((week - 1) * 7L + day - 1));
    }

    private LocalDate ordinal(int year) {
        return LocalDate.ofYearDay(year, number(3));
    }

    private Value.DateTime time(LocalDate date) {
        int[] parts = new int[3];
        int count = 0;
        boolean colons = false;
        if (text.length() - at < 2) {
            throw invalid();
        }
        while (at < text.length() && count < 3 && !isZone()) {
            if (count == 1) {
                colons = skip(':');
            } else if (count == 2 && colons && !skip(':')) {
                throw invalid();
            }
            parts[count++] = number(2);
        }
        int nanos = count == 3 ? fraction() : 0;
        Optional<ZoneOffset> offset = at < text.length() ? Optional.of(zone()) : Optional.empty();
        boolean midnight = parts[0] == 24 && parts[1] == 0 && parts[2] == 0 && nanos == 0;
        LocalDateTime local = date.atTime(midnight ? 0 : parts[0], parts[1], parts[2], nanos);
        return new Value.DateTime(Dates.inRange(midnight ? local.plusDays(1) : local), offset);
    }

    private boolean isZone() {
        return "-+Zz".indexOf(text.charAt(at)) >= 0;
    }

    private int fraction() {
        if (at + 1 >= text.length() || ".,".indexOf(text.charAt(at)) < 0 || !Character.isDigit(text.charAt(at + 1))) {
            return 0;
        }
        int start = ++at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        String digits = text.substring(start, Math.min(at, start + 6));
        return Integer.parseInt(digits + "000000".substring(digits.length())) * 1000;
    }

    private ZoneOffset zone() {
        String zone = text.substring(at);
        if (zone.equals("Z") || zone.equals("z")) {
            return ZoneOffset.UTC;
        }
        int length = zone.length();
        if (length != 3 && length != 5 && length != 6 || !isZone() || zone.charAt(0) > '-') {
            throw invalid();
        }
        int sign = zone.charAt(0) == '-' ? -1 : 1;
        at++;
        int hours = number(2);
        int minutes = 0;
        if (length > 3) {
            skip(':');
            minutes = number(text.length() - at);
        }
        if (minutes > 59 || hours > 23) {
            throw invalid();
        }
        return hours < 19 ? ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes) : farOffset();
    }

    /** Java knows no offsets beyond 18 hours, and neither does any place on earth. */
    private static ZoneOffset farOffset() {
        throw invalid();
    }

    private boolean skip(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean digits(int count) {
        for (int i = at; i < at + count; i++) {
            if (i >= text.length() || !isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private int number(int count) {
        if (count < 1 || !digits(count)) {
            throw invalid();
        }
        at += count;
        return Integer.parseInt(text.substring(at - count, at));
    }
}
