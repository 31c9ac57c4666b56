package dev.ingest.gateway.time;

import java.time.YearMonth;

/** Recognises the form that nearly every time comes in, {@code 2024-01-15T10:30:00[.123456789]Z}, without a parser's cost. */
final class PlainUtc {
    private static final String FORM = "0000-00-00T00:00:00";
    private static final int FRACTION_AT = FORM.length();
    private static final int FRACTION_DIGITS_MAX = 9;
    private static final int DAY_IN_EVERY_MONTH = 28;

    private PlainUtc() {}

    /** Whether it is a time in this form; another form says nothing. */
    static boolean matches(String text) {
        return hasForm(text)
                && isDate(text)
                && number(text, 11) <= 23
                && number(text, 14) <= 59
                && number(text, 17) <= 59;
    }

    private static boolean hasForm(String text) {
        int last = text.length() - 1;
        if (last < FRACTION_AT || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < FRACTION_AT; i++) {
            boolean digit = FORM.charAt(i) == '0';
            if (digit ? !isDigit(text.charAt(i)) : text.charAt(i) != FORM.charAt(i)) {
                return false;
            }
        }
        return last == FRACTION_AT || isFraction(text, last);
    }

    private static boolean isFraction(String text, int end) {
        int digits = end - FRACTION_AT - 1;
        if (text.charAt(FRACTION_AT) != '.' || digits < 1 || digits > FRACTION_DIGITS_MAX) {
            return false;
        }
        for (int i = FRACTION_AT + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(String text) {
        int year = number(text, 0) * 100 + number(text, 2);
        int month = number(text, 5);
        int day = number(text, 8);
        return year > 0
                && month >= 1
                && month <= 12
                && day >= 1
                && (day <= DAY_IN_EVERY_MONTH
                        || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Two digits. */
    private static int number(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }
}
