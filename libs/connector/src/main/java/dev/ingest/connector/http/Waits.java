package dev.ingest.connector.http;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.manifest.ErrorHandler.Backoff;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.BoundedRegex;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Python;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** How long to wait before the next try: what the manifest's strategies say, or the API itself. */
final class Waits {
    /** The language adds this to whatever a strategy says. */
    static final Duration STRATEGY_EXTRA = Duration.ofSeconds(1);

    private static final int MAX_DOUBLINGS = 30;

    private final HttpSession session;
    private final Compatibility compatibility;

    Waits(HttpSession session, Compatibility compatibility) {
        this.session = session;
        this.compatibility = compatibility;
    }

    /**
     * The first strategy that says something, and beyond the language never less than what the API itself asks for, unless the
     * strategy has asked the API.
     *
     * @param attempt 1 for the wait after the first try
     */
    Optional<Duration> asked(Optional<ApiResponse> response, List<Backoff> backoffs, int attempt, Scope scope) {
        Optional<Duration> byApi = compatibility == Compatibility.STRICT
                ? Optional.empty()
                : response.flatMap(each -> RateLimitHeaders.freeAt(each, now()))
                        .map(this::until)
                        .map(this::jittered);
        for (Backoff backoff : backoffs) {
            Optional<Duration> wait =
                    strategy(backoff, response, attempt, scope).filter(Duration::isPositive);
            if (wait.isPresent()) {
                Duration own = wait.get().plus(STRATEGY_EXTRA);
                boolean hasAsked = backoff instanceof Backoff.WaitTime || backoff instanceof Backoff.WaitUntil;
                return hasAsked
                        ? Optional.of(own)
                        : byApi.filter(asked -> asked.compareTo(own) > 0).or(() -> Optional.of(own));
            }
        }
        return byApi;
    }

    private Instant now() {
        return session.clock().instant();
    }

    /** Up to a tenth more, so that those who were told the same time do not return at the same time; exact in strict reads. */
    Duration jittered(Duration wait) {
        return compatibility == Compatibility.STRICT
                ? wait
                : wait.plusMillis(session.random().nextLong(wait.toMillis() / 10 + 1));
    }

    private Duration until(Instant moment) {
        Duration wait = Duration.between(now(), moment);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (Math.clamp(seconds, 0, 1e9) * 1000));
    }

    private Optional<Duration> strategy(Backoff backoff, Optional<ApiResponse> response, int attempt, Scope scope) {
        return switch (backoff) {
            case Backoff.Custom(var replacement) -> replacement.wait(response.map(ApiResponse::reply), attempt);
            case Backoff.Constant(var seconds, var jitter) -> Optional.of(spread(number(seconds, scope), jitter));
            case Backoff.Exponential(var factor, var jitter) ->
                Optional.of(spread(number(factor, scope) * Math.pow(2, Math.min(attempt, MAX_DOUBLINGS)), jitter));
            case Backoff.WaitTime(var header, var regex, var most) ->
                header(response, header, regex, scope)
                        .filter(wait -> wait > 0)
                        .map(Waits::seconds)
                        .map(wait -> capped(wait, most, scope));
            case Backoff.WaitUntil(var header, var regex, var least, var most) ->
                until(header(response, header, regex, scope).filter(epoch -> epoch != 0), least, scope)
                        .map(wait -> capped(wait, most, scope));
        };
    }

    private Duration spread(double wait, Optional<Double> jitter) {
        return seconds(wait
                + jitter.map(range -> session.random().nextDouble() * range * 2).orElse(0.0));
    }

    private static double number(Interpolated template, Scope scope) {
        String text = template.coercedText(scope);
        return Numbers.of(text)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG, template.path() + ": '" + text + "' is not a number of seconds"));
    }

    private Optional<Duration> until(Optional<Double> epoch, Optional<Interpolated> least, Scope scope) {
        Optional<Duration> minimum = least.filter(template -> Python.truth(template.value(scope)))
                .map(template -> seconds(number(template, scope)));
        if (epoch.isEmpty()) {
            return minimum;
        }
        Duration wait = Duration.between(now(), Instant.ofEpochMilli((long) (epoch.get() * 1000)));
        if (minimum.isPresent()) {
            return Optional.of(wait.compareTo(minimum.get()) < 0 ? minimum.get() : wait);
        }
        return Optional.of(wait).filter(each -> !each.isNegative());
    }

    private static Duration capped(Duration wait, Optional<Interpolated> most, Scope scope) {
        Optional<Duration> cap = most.map(template -> seconds(number(template, scope)));
        if (cap.isPresent() && wait.compareTo(cap.get()) >= 0) {
            throw new ReadException(
                    ReadException.Kind.RATE_LIMIT,
                    "the API asks to wait " + wait.toSeconds() + " s (expected: less than max_waiting_time_in_seconds, "
                            + cap.get().toSeconds() + ")");
        }
        return wait;
    }

    private static Optional<Double> header(
            Optional<ApiResponse> response, Interpolated name, Optional<Interpolated> regex, Scope scope) {
        Optional<String> value = response.flatMap(present -> present.header(name.coercedText(scope)));
        if (value.isEmpty() || regex.isEmpty()) {
            return value.flatMap(Numbers::of);
        }
        String pattern = regex.get().text(scope);
        try {
            // The whole match from the start of the header, not a group; without a match, the header as it is.
            return Numbers.of(BoundedRegex.python(pattern)
                    .match(value.get(), matcher -> matcher.lookingAt() ? matcher.group() : value.get()));
        } catch (PatternSyntaxException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    regex.get().path() + ": '" + pattern + "' is not a regular expression",
                    invalid);
        } catch (ExpressionException endless) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, regex.get().path() + ": " + endless.getMessage(), endless);
        }
    }
}
