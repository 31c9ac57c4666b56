package dev.ingest.connector.http;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tries of requests that have failed and are to be sent again by whoever reads the rest: they count on there. By
 * request, told from others by its place in the manifest and by what its templates see; not by its text, which may hold
 * the time.
 */
final class SpentTries {
    private static final int PRINT_BYTES = 12;

    private final Map<String, Tried> requests = new LinkedHashMap<>();

    /**
     * @param attempt number of the next try, from 1
     * @param loops of {@link Retries}, outermost first
     */
    record Tried(int attempt, List<Loop> loops) {
        private Value toValue() {
            return Value.dict(Map.of(
                    "attempt",
                    Value.of(attempt),
                    "loops",
                    Value.list(loops.stream().map(Loop::toValue).toList())));
        }

        private static Optional<Tried> parse(Value saved) {
            return saved instanceof Value.Dict tried
                            && tried.at("loops").orElse(Value.NONE) instanceof Value.Items(var loops)
                            && loops.size() == Retries.LOOPS
                    ? Optional.of(new Tried(
                            (int) number(tried, "attempt"),
                            loops.stream().map(Loop::parse).toList()))
                    : Optional.empty();
        }
    }

    /** @param passed since it began; time in which nobody could have tried does not count */
    record Loop(int tries, Duration passed) {
        private Value toValue() {
            return Value.dict(Map.of("tries", Value.of(tries), "millis", Value.of(passed.toMillis())));
        }

        private static Loop parse(Value saved) {
            Value.Dict loop = saved instanceof Value.Dict dict ? dict : Value.emptyDict();
            return new Loop((int) number(loop, "tries"), Duration.ofMillis(number(loop, "millis")));
        }
    }

    private static long number(Value.Dict saved, String name) {
        return saved.at(name).orElse(Value.NONE) instanceof Value.Int(var number)
                ? number.max(BigInteger.ONE)
                        .min(BigInteger.valueOf(Integer.MAX_VALUE))
                        .longValue()
                : 1;
    }

    /** What was saved of a request, which then is open no more. */
    Optional<Tried> take(Call call) {
        return requests.isEmpty() ? Optional.empty() : Optional.ofNullable(requests.remove(print(call)));
    }

    void keep(Call call, Tried tried) {
        requests.put(print(call), tried);
    }

    void clear() {
        requests.clear();
    }

    /** Takes over what {@link #toValue} gave elsewhere. */
    void restore(Value saved) {
        if (saved instanceof Value.Dict(var entries)) {
            entries.forEach(
                    (print, tried) -> Tried.parse(tried).ifPresent(each -> requests.put(Python.str(print), each)));
        }
    }

    Value toValue() {
        Map<String, Value> saved = new LinkedHashMap<>();
        requests.forEach((print, tried) -> saved.put(print, tried.toValue()));
        return Value.dict(saved);
    }

    private static String print(Call call) {
        String seen =
                call.requester().manifestPath() + "\n" + call.nextAddress().orElse("") + "\n"
                        + JsonText.canonical(call.scope().place());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seen.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, PRINT_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
