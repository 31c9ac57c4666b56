package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.manifest.ErrorHandler.Backoff;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How long to wait before the next try: the manifest's strategies, the API's own wish, or doubling from a second. */
final class Waits {
    private static final Pattern SECONDS = Pattern.compile("\\s*\\d{1,9}(\\.\\d+)?\\s*");
    /** The language adds this to whatever a strategy says. */
    private static final Duration STRATEGY_EXTRA = Duration.ofSeconds(1);

    private final HttpSession session;
    private final Compatibility compatibility;

    Waits(HttpSession session, Compatibility compatibility) {
        this.session = session;
        this.compatibility = compatibility;
    }

    /**
     * What the manifest's strategies or the API say.
     *
     * @param attempt 1 for the wait after the first try
     */
    Optional<Duration> asked(Optional<ApiResponse> response, List<Backoff> backoffs, int attempt, Scope scope) {
        for (Backoff backoff : backoffs) {
            Optional<Duration> wait =
                    strategy(backoff, response, attempt, scope).filter(Duration::isPositive);
            if (wait.isPresent()) {
                return wait.map(each -> each.plus(STRATEGY_EXTRA));
            }
        }
        return compatibility == Compatibility.STRICT
                ? Optional.empty()
                : response.flatMap(this::retryAfter).map(this::jittered);
    }

    /** Up to a tenth more, so that those who were told the same time do not return at the same time; exact in strict reads. */
    Duration jittered(Duration wait) {
        return compatibility == Compatibility.STRICT
                ? wait
                : wait.plusMillis(session.random().nextLong(wait.toMillis() / 10 + 1));
    }

    /** {@code Retry-After} as RFC 9110 defines it: seconds, or a date. */
    private Optional<Duration> retryAfter(ApiResponse response) {
        Optional<String> header = response.header("retry-after");
        if (header.isEmpty()) {
            return Optional.empty();
        }
        if (SECONDS.matcher(header.get()).matches()) {
            return Optional.of(seconds(Double.parseDouble(header.get())));
        }
        return httpDate(header.get()).map(this::until);
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private Duration until(Instant moment) {
        Duration wait = Duration.between(session.clock().instant(), moment);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.clamp(seconds, 0, 1e9) * 1000));
    }

    private Optional<Duration> strategy(Backoff backoff, Optional<ApiResponse> response, int attempt, Scope scope) {
        return switch (backoff) {
            case Backoff.Constant(var seconds) -> number(seconds.text(scope)).map(Waits::seconds);
            case Backoff.Exponential(var factor) ->
                number(factor.text(scope)).map(by -> seconds(by * Math.pow(2, Math.min(attempt, 30))));
            case Backoff.WaitTime(var header, var regex, var most) ->
                header(response, header, regex, scope).map(wait -> checked(wait, most));
            case Backoff.WaitUntil(var header, var regex, var least) ->
                header(response, header, regex, scope).map(epoch -> atLeast(epoch, least, scope));
        };
    }

    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.parseDouble(text.strip())).filter(Double::isFinite);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Duration checked(double wait, Optional<Double> most) {
        if (most.isPresent() && wait >= most.get()) {
            throw new ReadException(
                    ReadException.Kind.RATE_LIMIT,
                    "the API asks to wait " + (long) wait + " s (expected: less than max_waiting_time_in_seconds, "
                            + most.get() + ")");
        }
        return seconds(wait);
    }

    private Duration atLeast(double epoch, Optional<Interpolated> least, Scope scope) {
        Duration wait = until(Instant.ofEpochMilli((long) (epoch * 1000)));
        Duration minimum = least.flatMap(template -> number(template.text(scope)))
                .map(Waits::seconds)
                .orElse(Duration.ZERO);
        return wait.compareTo(minimum) < 0 ? minimum : wait;
    }

    private static Optional<Double> header(
            Optional<ApiResponse> response, Interpolated name, Optional<Interpolated> regex, Scope scope) {
        Optional<String> value = response.flatMap(present -> present.header(name.text(scope)));
        if (value.isEmpty() || regex.isEmpty()) {
            return value.flatMap(Waits::number);
        }
        String pattern = regex.get().text(scope);
        try {
            // The whole match from the start of the header, not a group.
            Matcher matcher = Pattern.compile(pattern).matcher(value.get());
            return matcher.lookingAt() ? number(matcher.group()) : Optional.empty();
        } catch (PatternSyntaxException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    regex.get().path() + ": '" + pattern + "' is not a regular expression",
                    invalid);
        }
    }
}
