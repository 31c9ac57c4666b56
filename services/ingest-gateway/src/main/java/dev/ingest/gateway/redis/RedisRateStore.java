package dev.ingest.gateway.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.gateway.rate.Rate;
import dev.ingest.gateway.rate.RateStore;
import io.vertx.redis.client.Redis;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** One hash per bucket. A bucket that nobody asked for a minute is full, so it need not be kept. */
public final class RedisRateStore implements RateStore {
    /** Rate, burst, wanted, now in microseconds. */
    private static final String TAKE = """
            local rate, burst, wanted, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
            local known = redis.call('HMGET', KEYS[1], 'level', 'at')
            local level, at = burst, now
            if known[1] then
              at = math.max(tonumber(known[2]), now)
              level = math.min(burst, tonumber(known[1]) + rate * (at - tonumber(known[2])) / 1e6)
            end
            local granted = math.min(wanted, math.floor(level))
            redis.call('HSET', KEYS[1], 'level', string.format('%.6f', level - granted), 'at', string.format('%.0f', at))
            redis.call('EXPIRE', KEYS[1], 60)
            return granted
            """;

    private final Script take;

    public RedisRateStore(Redis redis) {
        this.take = new Script(redis, TAKE);
    }

    @Override
    public CompletionStage<Integer> take(String key, Rate rate, int wanted, Instant now) {
        return take.run(
                        List.of(("ingest:rate:" + key).getBytes(UTF_8)),
                        List.of(
                                number(rate.perSecond()),
                                number(rate.burst()),
                                number(wanted),
                                number(ChronoUnit.MICROS.between(Instant.EPOCH, now))))
                .<Integer>map(granted ->
                        Objects.requireNonNull(Objects.requireNonNull(granted).toInteger()))
                .toCompletionStage();
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(US_ASCII);
    }
}
