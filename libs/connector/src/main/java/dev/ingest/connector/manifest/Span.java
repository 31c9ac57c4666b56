package dev.ingest.connector.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An ISO-8601 duration: a calendar part, which has no fixed length, and an exact part. */
public record Span(long months, Duration exact) {
    public static final Span ZERO = new Span(0, Duration.ZERO);

    private static final String NUMBER = "(?:(\\d{1,9}(?:[.,]\\d{1,9})?)%s)?";
    private static final Pattern FORM = Pattern.compile("([+-])?P(?=\\w)" + NUMBER.formatted("Y")
            + NUMBER.formatted("M") + NUMBER.formatted("W") + NUMBER.formatted("D") + "(?:T" + NUMBER.formatted("H")
            + NUMBER.formatted("M") + NUMBER.formatted("S") + ")?");

    /** Empty where the text is no duration, or has a broken number of years or months. */
    public static Optional<Span> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || isBroken(parts, 2) || isBroken(parts, 3)) {
            return Optional.empty();
        }
        long months = number(parts, 2).longValue() * 12 + number(parts, 3).longValue();
        BigDecimal days = number(parts, 4).multiply(BigDecimal.valueOf(7)).add(number(parts, 5));
        BigDecimal seconds = days.multiply(BigDecimal.valueOf(86_400))
                .add(number(parts, 6).multiply(BigDecimal.valueOf(3600)))
                .add(number(parts, 7).multiply(BigDecimal.valueOf(60)))
                .add(number(parts, 8));
        Span span = new Span(months, Duration.ofNanos(0).plus(micros(seconds)));
        return Optional.of("-".equals(parts.group(1)) ? span.negated() : span);
    }

    private static Duration micros(BigDecimal seconds) {
        long whole = seconds.longValue();
        BigDecimal fraction = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(6);
        return Duration.ofSeconds(whole).plusNanos(fraction.longValue() * 1000);
    }

    private static boolean isBroken(Matcher parts, int group) {
        return number(parts, group).stripTrailingZeros().scale() > 0;
    }

    private static BigDecimal number(Matcher parts, int group) {
        String text = parts.group(group);
        return text == null ? BigDecimal.ZERO : new BigDecimal(text.replace(',', '.'));
    }

    private Span negated() {
        return new Span(-months, exact.negated());
    }

    public OffsetDateTime after(OffsetDateTime moment) {
        return moment.plusMonths(months).plus(exact);
    }

    public OffsetDateTime before(OffsetDateTime moment) {
        return moment.minusMonths(months).minus(exact);
    }
}
