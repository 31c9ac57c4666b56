package dev.ingest.lake.encode;

import java.time.Year;

/**
 * Dates and times in the form that nearly all APIs write: {@code 2026-03-10}, {@code 2026-03-10T12:00:00}, a fraction of up to nine
 * digits, {@code Z} or {@code +02:00}, a space allowed for the T. Whatever else the general path reads is odd here.
 */
final class Times {

    /** No date or time of the usual form. */
    static final long ODD = Long.MIN_VALUE;

    static final int DATE_LENGTH = 10;
    static final int TIME_LENGTH = 8;
    private static final int SECONDS_LENGTH = 19;
    private static final int OFFSET_LENGTH = 6;
    private static final int FRACTION_MAX = 9;

    /** Of the last digit of a fraction, by how many there are. */
    private static final int[] MICROS_PER_UNIT = {0, 100_000, 10_000, 1_000, 100, 10, 1};

    private static final int OFFSET_HOURS_MAX = 17;
    /** Fractions are cut towards 1970 on either side of it; before it that is another rule, and rare. */
    private static final int YEAR_MIN = 1970;

    private static final int YEAR_MAX = 2199;
    private static final long DAY_SECONDS = 86_400;

    /** Since 1970, by year since then; one more than there are. */
    private static final int[] DAYS_BEFORE_YEAR = daysBeforeYear();

    private static final int[] DAYS_BEFORE_MONTH = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private Times() {}

    private static int[] daysBeforeYear() {
        int[] days = new int[YEAR_MAX - YEAR_MIN + 2];
        for (int year = YEAR_MIN; year <= YEAR_MAX; year++) {
            days[year - YEAR_MIN + 1] = days[year - YEAR_MIN] + Year.of(year).length();
        }
        return days;
    }

    /** Days since 1970. */
    static long days(byte[] text, int from, int to) {
        return to - from == DATE_LENGTH ? date(text, from) : ODD;
    }

    /** Microseconds since 1970, in UTC where there is no zone. */
    static long micros(byte[] text, int from, int to) {
        long days = to - from < DATE_LENGTH ? ODD : date(text, from);
        if (days == ODD || to - from == DATE_LENGTH) {
            return days == ODD ? ODD : days * DAY_SECONDS * 1_000_000;
        }
        int t = text[from + DATE_LENGTH];
        int seconds = to - from < SECONDS_LENGTH || t != 'T' && t != ' ' ? -1 : time(text, from + DATE_LENGTH + 1);
        if (seconds < 0) {
            return ODD;
        }
        int at = fractionEnd(text, from + SECONDS_LENGTH, to);
        long fraction = at < 0 ? -1 : fraction(text, from + SECONDS_LENGTH, at);
        long offset = at < 0 ? ODD : offset(text, at, to);
        return fraction < 0 || offset == ODD ? ODD : (days * DAY_SECONDS + seconds - offset) * 1_000_000 + fraction;
    }

    /** Microseconds since midnight. */
    static long microsOfDay(byte[] text, int from, int to) {
        int seconds = to - from < TIME_LENGTH ? -1 : time(text, from);
        int at = seconds < 0 ? -1 : fractionEnd(text, from + TIME_LENGTH, to);
        return at == to ? seconds * 1_000_000L + fraction(text, from + TIME_LENGTH, at) : ODD;
    }

    private static long date(byte[] text, int from) {
        int century = two(text, from);
        long pairs = Words.pairs(Words.at(text, from + 2), '-');
        if (century < 0 || pairs == Words.NONE) {
            return ODD;
        }
        int year = century * 100 + part(pairs, 0) - YEAR_MIN;
        int month = part(pairs, 1);
        int day = part(pairs, 2);
        if (year < 0 || year > YEAR_MAX - YEAR_MIN || month < 1 || month > 12 || day < 1) {
            return ODD;
        }
        int leap = DAYS_BEFORE_YEAR[year + 1] - DAYS_BEFORE_YEAR[year] - 365;
        int length = DAYS_BEFORE_MONTH[month + 1] - DAYS_BEFORE_MONTH[month] + (month == 2 ? leap : 0);
        if (day > length) {
            return ODD;
        }
        return DAYS_BEFORE_YEAR[year] + DAYS_BEFORE_MONTH[month] + (month > 2 ? leap : 0) + day - 1L;
    }

    /** Seconds of the day; negative where it is none. */
    private static int time(byte[] text, int from) {
        long pairs = Words.pairs(Words.at(text, from), ':');
        int hour = part(pairs, 0);
        int minute = part(pairs, 1);
        int second = part(pairs, 2);
        boolean usual = pairs != Words.NONE && hour < 24 && minute < 60 && second < 60;
        return usual ? (hour * 60 + minute) * 60 + second : -1;
    }

    private static int part(long pairs, int index) {
        return (int) (pairs >>> index * 3 * Byte.SIZE) & 0xFF;
    }

    private static int fractionEnd(byte[] text, int from, int to) {
        if (from >= to || text[from] != '.') {
            return from;
        }
        int at = from + 1;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        int digits = at - from - 1;
        return digits < 1 || digits > FRACTION_MAX ? -1 : at;
    }

    private static long fraction(byte[] text, int from, int to) {
        int digits = to - from - 1;
        if (digits >= 1 && digits <= 6 && from + 1 + Long.BYTES <= text.length) {
            return Words.number(Words.at(text, from + 1), digits) * MICROS_PER_UNIT[digits];
        }
        long micros = 0;
        for (int i = 0; i < 6; i++) {
            int at = from + 1 + i;
            micros = micros * 10 + (at < to ? text[at] - '0' : 0);
        }
        return micros;
    }

    private static long offset(byte[] text, int from, int to) {
        if (from == to || from + 1 == to && text[from] == 'Z') {
            return 0;
        }
        if (to - from != OFFSET_LENGTH || text[from] != '+' && text[from] != '-' || text[from + 3] != ':') {
            return ODD;
        }
        int hours = two(text, from + 1);
        int minutes = two(text, from + 4);
        if (hours < 0 || hours > OFFSET_HOURS_MAX || minutes < 0 || minutes > 59) {
            return ODD;
        }
        long seconds = (hours * 60L + minutes) * 60;
        return text[from] == '-' ? -seconds : seconds;
    }

    private static int two(byte[] text, int from) {
        int tens = text[from] - '0';
        int ones = text[from + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
    }
}
