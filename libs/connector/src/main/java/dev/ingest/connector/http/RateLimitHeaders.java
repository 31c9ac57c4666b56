package dev.ingest.connector.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When an API wants to be asked again: {@code Retry-After} (RFC 9110, section 10.2.3), the usual {@code X-RateLimit-*} headers and
 * those of the IETF's draft, {@code RateLimit-*} and {@code RateLimit}.
 */
final class RateLimitHeaders {
    /** A greater number of seconds is a date: nobody asks to wait for 30 years. */
    private static final double EPOCH = 1e9;

    private static final double EPOCH_MILLIS = 1e12;
    /** A longer wish is asked for anew after so much time: the quota may have grown, or the wish be a mistake. */
    private static final Duration MOST = Duration.ofHours(24);

    private static final List<String> REMAINING =
            List.of("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining");
    private static final List<String> RESET = List.of(
            "x-ratelimit-reset",
            "x-rate-limit-reset",
            "ratelimit-reset",
            "x-ratelimit-reset-after",
            "x-rate-limit-reset-after");
    private static final Pattern DRAFT_REMAINING =
            Pattern.compile("(?:^|[;,\\s])(?:r|remaining)=(\\d{1,12})(?![\\d.])");
    private static final Pattern DRAFT_RESET = Pattern.compile("(?:^|[;,\\s])(?:t|reset)=(\\d{1,12})(?![\\d.])");

    private RateLimitHeaders() {}

    /** {@code Retry-After} wins; the others count only where they say that nothing is left. */
    static Optional<Instant> freeAt(ApiResponse response, Instant now) {
        return response.header("retry-after")
                .flatMap(header -> moment(header, now))
                .or(() -> exhausted(response, now))
                .map(moment -> moment.isAfter(now.plus(MOST)) ? now.plus(MOST) : moment);
    }

    private static Optional<Instant> exhausted(ApiResponse response, Instant now) {
        Optional<Double> remaining = first(response, REMAINING)
                .flatMap(Numbers::of)
                .or(() -> response.header("ratelimit").flatMap(header -> group(DRAFT_REMAINING, header)));
        if (remaining.isEmpty() || remaining.get() > 0) {
            return Optional.empty();
        }
        return first(response, RESET)
                .flatMap(header -> moment(header, now))
                .or(() -> response.header("ratelimit")
                        .flatMap(header -> group(DRAFT_RESET, header))
                        .map(seconds -> after(seconds, now)));
    }

    private static Optional<String> first(ApiResponse response, List<String> names) {
        return names.stream().flatMap(name -> response.header(name).stream()).findFirst();
    }

    private static Optional<Double> group(Pattern pattern, String header) {
        Matcher found = pattern.matcher(header);
        return found.find() ? Numbers.of(found.group(1)) : Optional.empty();
    }

    private static Optional<Instant> moment(String header, Instant now) {
        return Numbers.of(header)
                .map(seconds -> after(seconds, now))
                .or(() -> httpDate(header).or(() -> Moments.parse(header)));
    }

    private static Instant after(double number, Instant now) {
        if (number >= EPOCH) {
            return Instant.ofEpochMilli((long) (number >= EPOCH_MILLIS ? number : number * 1000));
        }
        return now.plusMillis((long) (Math.max(number, 0) * 1000));
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
