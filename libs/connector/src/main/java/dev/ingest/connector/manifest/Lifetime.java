package dev.ingest.connector.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ISO-8601 duration: calendar units, then exact ones, each with a fraction in the language's reading ({@code PT0.5S}).
 *
 * @param calendar years and months
 * @param exact weeks and smaller
 */
public record Lifetime(Period calendar, Duration exact) {
    private static final Pattern FORM =
            Pattern.compile("P(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)W)?(?:(\\d+(?:\\.\\d+)?)D)?"
                    + "(?:T(?:(\\d+(?:\\.\\d+)?)H)?(?:(\\d+(?:\\.\\d+)?)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?");
    private static final long[] SECONDS = {604_800, 86_400, 3_600, 60, 1};

    /** Nothing if the text has another form. */
    public static Optional<Lifetime> parse(String text) {
        Matcher form = FORM.matcher(text.strip().replace(',', '.'));
        if (!form.matches() || text.strip().length() < 3) {
            return Optional.empty();
        }
        Period calendar = Period.of(whole(form.group(1)), whole(form.group(2)), 0);
        Duration exact = Duration.ZERO;
        for (int i = 0; i < SECONDS.length; i++) {
            String amount = form.group(3 + i);
            if (amount != null) {
                exact = exact.plus(Duration.ofNanos(new BigDecimal(amount)
                        .multiply(BigDecimal.valueOf(SECONDS[i]))
                        .movePointRight(9)
                        .longValue()));
            }
        }
        return Optional.of(new Lifetime(calendar, exact));
    }

    private static int whole(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits.length() > 6 ? "999999" : digits);
    }

    public Instant from(Instant start) {
        return start.atZone(ZoneOffset.UTC).plus(calendar).plus(exact).toInstant();
    }

    /** The length in which months and years have none: nothing then. */
    public Optional<Duration> fixed() {
        return calendar.isZero() ? Optional.of(exact) : Optional.empty();
    }
}
