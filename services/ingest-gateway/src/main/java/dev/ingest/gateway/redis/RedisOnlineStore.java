package dev.ingest.gateway.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One hash per feature view, with a field per entity: eight bytes of event time, then the row. All of a view is in one slot of a
 * cluster, so that one script may write it.
 */
public final class RedisOnlineStore implements OnlineStore {
    /** The times are compared as bytes: {@link #sortable} makes their order that of the times. */
    private static final String PUT = """
            for i = 1, #ARGV, 3 do
              local known = redis.call('HGET', KEYS[1], ARGV[i])
              local keep = false
              if known then
                for b = 1, 8 do
                  local old, new = string.byte(known, b), string.byte(ARGV[i + 1], b)
                  if old ~= new then keep = old > new; break end
                end
              end
              if not keep then redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ARGV[i + 2]) end
            end
            return 0
            """;

    private final Redis redis;
    private final Script put;
    private final int callsMax;
    private final Semaphore free;

    /** @param callsMax most calls at once, waiting ones included */
    public RedisOnlineStore(Redis redis, int callsMax) {
        this.redis = redis;
        this.put = new Script(redis, PUT);
        this.callsMax = callsMax;
        this.free = new Semaphore(callsMax);
    }

    @Override
    public CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> rows) {
        var arguments = new ArrayList<byte[]>(3 * rows.size());
        for (OnlineRow row : rows) {
            arguments.add(row.entity().getBytes(UTF_8));
            arguments.add(sortable(row.eventTime()));
            arguments.add(row.json());
        }
        return call(() -> put.run(List.of(key(view)), arguments))
                .<@Nullable Void>map(done -> null)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities) {
        List<String> asked = List.copyOf(entities);
        if (asked.isEmpty()) {
            return Future.succeededFuture(Map.<String, OnlineRow>of()).toCompletionStage();
        }
        Request request = Request.cmd(Command.HMGET).arg(key(view));
        asked.forEach(entity -> request.arg(entity.getBytes(UTF_8)));
        return call(() -> redis.send(request)).map(found -> rows(asked, found)).toCompletionStage();
    }

    private static Map<String, OnlineRow> rows(List<String> asked, @Nullable Response found) {
        Map<String, OnlineRow> rows = new HashMap<>();
        for (int i = 0; found != null && i < found.size(); i++) {
            Response value = found.get(i);
            if (value != null) {
                ByteBuffer bytes = ByteBuffer.wrap(value.toBytes());
                Instant time = Instant.EPOCH.plus(bytes.getLong() ^ Long.MIN_VALUE, ChronoUnit.MICROS);
                byte[] json = new byte[bytes.remaining()];
                bytes.get(json);
                rows.put(asked.get(i), new OnlineRow(asked.get(i), time, json));
            }
        }
        return rows;
    }

    /** Microseconds, most significant byte first, with the sign turned round: times before 1970 come first. */
    private static byte[] sortable(Instant time) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        return ByteBuffer.allocate(Long.BYTES).putLong(micros ^ Long.MIN_VALUE).array();
    }

    /** Each part with its length in front, so that no two views share a key. */
    private static byte[] key(ViewId view) {
        var key = new ByteArrayOutputStream();
        key.writeBytes("ingest:online".getBytes(UTF_8));
        for (String part : List.of(view.tenant(), view.name(), view.version())) {
            key.writeBytes((":" + part.length() + ":" + part).getBytes(UTF_8));
        }
        return key.toByteArray();
    }

    private <T> Future<T> call(Supplier<Future<T>> command) {
        if (!free.tryAcquire()) {
            throw new StoreBusyException("%d calls of the online store are under way already".formatted(callsMax));
        }
        return command.get().onComplete(done -> free.release());
    }
}
