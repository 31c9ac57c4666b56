package dev.ingest.gateway.online;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every online store does. */
public abstract class OnlineStoreContract {
    private static final ViewId VIEW = new ViewId("demo", "spend", "v1");
    private static final ViewId CROWD = new ViewId("demo", "crowd", "v1");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

    private OnlineStore store() {
        return store(100);
    }

    /** The store, for so many calls at once. */
    protected abstract OnlineStore store(int callsMax);

    /** One where nobody listens. */
    protected abstract OnlineStore away(int callsMax);

    private static OnlineRow row(String entity, Instant time, String json) {
        return new OnlineRow(entity, time, json.getBytes(UTF_8));
    }

    private void put(ViewId view, OnlineRow... rows) {
        store().put(view, List.of(rows)).toCompletableFuture().join();
    }

    private String found(ViewId view, String entity) {
        Map<String, OnlineRow> rows = store().get(view, List.of(entity, "[\"nobody\"]"))
                .toCompletableFuture()
                .join();
        assertThat(rows.keySet()).isSubsetOf(entity);
        return rows.containsKey(entity) ? new String(rows.get(entity).json(), UTF_8) : "nothing";
    }

    @Test
    void longestKeyIsTakenWithTheLongestNames() {
        var random = new Random(7);
        String name = random.ints(63, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String entity = random.ints(OnlineRow.ENTITY_BYTES_MAX, ' ', '~' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        ViewId view = new ViewId(name, name, name);
        put(view, row(entity, NOON, "{}"));
        assertThat(found(view, entity)).isEqualTo("{}");
    }

    @Test
    void newestRowOfAnEntityStaysAndLateOnesDoNotOverwrite() {
        put(VIEW, row("[1]", NOON, "{\"a\":1}"));
        put(VIEW, row("[1]", NOON.plusNanos(1000), "{\"a\":2}"));
        put(VIEW, row("[1]", NOON, "{\"a\":3}"));
        assertThat(found(VIEW, "[1]")).isEqualTo("{\"a\":2}");
        put(VIEW, row("[1]", NOON.plusNanos(1000), "{\"a\":4}"));
        assertThat(found(VIEW, "[1]")).isEqualTo("{\"a\":4}");
        assertThat(store().get(VIEW, List.of("[1]")).toCompletableFuture().join())
                .hasEntrySatisfying("[1]", row -> assertThat(row.eventTime()).isEqualTo(NOON.plusNanos(1000)));
    }

    @Test
    void oneWriteMayHoldSeveralRowsOfAnEntity() {
        put(
                VIEW,
                row("[2]", NOON, "{\"a\":1}"),
                row("[2]", NOON.plusSeconds(9), "{\"a\":\"zoë \\u0000\"}"),
                row("[2]", NOON.plusSeconds(5), "{\"a\":3}"),
                row("[3]", Instant.parse("0001-01-01T00:00:00Z"), "{}"));
        assertThat(found(VIEW, "[2]")).isEqualTo("{\"a\":\"zoë \\u0000\"}");
        assertThat(found(VIEW, "[3]")).isEqualTo("{}");
    }

    @Test
    void tenantsViewsAndVersionsAreApart() {
        put(VIEW, row("[4]", NOON, "{\"of\":\"demo\"}"));
        assertThat(found(new ViewId("acme", "spend", "v1"), "[4]")).isEqualTo("nothing");
        assertThat(found(new ViewId("demo", "spend", "v2"), "[4]")).isEqualTo("nothing");
        assertThat(found(new ViewId("demo", "other", "v1"), "[4]")).isEqualTo("nothing");
        put(new ViewId("acme", "spend", "v1"), row("[4]", NOON.plusSeconds(1), "{\"of\":\"acme\"}"));
        assertThat(found(VIEW, "[4]")).isEqualTo("{\"of\":\"demo\"}");
    }

    @Test
    void manyWritersOfTheSameEntitiesAgreeOnTheNewest() {
        var random = new Random(7);
        var writes = new ArrayList<CompletableFuture<?>>();
        long newest = 0;
        for (int round = 0; round < 50; round++) {
            List<Integer> entities =
                    new ArrayList<>(IntStream.range(0, 20).boxed().toList());
            Collections.shuffle(entities, random);
            long time = random.nextInt(1000);
            newest = Math.max(newest, time);
            List<OnlineRow> rows = entities.stream()
                    .map(entity -> row("[" + entity + "]", NOON.plusSeconds(time), "{\"t\":" + time + "}"))
                    .toList();
            writes.add(store().put(CROWD, rows).toCompletableFuture());
        }
        writes.forEach(CompletableFuture::join);
        for (int entity = 0; entity < 20; entity++) {
            assertThat(found(CROWD, "[" + entity + "]")).isEqualTo("{\"t\":" + newest + "}");
        }
    }

    @Test
    void callsBeyondTheLimitFailAtOnce() {
        OnlineStore small = store(1);
        var calls = new ArrayList<CompletableFuture<?>>();
        assertThatThrownBy(() -> {
                    for (int call = 0; call < 10_000; call++) { // an answer may be quicker than the next call
                        calls.add(small.get(VIEW, List.of("[5]")).toCompletableFuture());
                    }
                })
                .isInstanceOf(StoreBusyException.class)
                .hasMessage("1 calls of the online store are under way already");
        calls.forEach(CompletableFuture::join);
        assertThat(small.get(VIEW, List.of("[5]")).toCompletableFuture()).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void serverThatIsAwayFailsTheCallAndIsAskedAgain() {
        OnlineStore away = away(1);
        for (int i = 0; i < 3; i++) {
            assertThat(away.get(VIEW, List.of("[1]")).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
        }
    }
}
