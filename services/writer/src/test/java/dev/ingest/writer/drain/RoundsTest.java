package dev.ingest.writer.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.platform.drain.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final SourcePartition SOURCE = new SourcePartition("topic-id", 0);

    private final Map<TableKey, TableQueue> queues = new LinkedHashMap<>();
    private final Map<String, Long> freshness = new HashMap<>();
    private final Rounds rounds = new Rounds(
            queues.values(), table -> freshness.getOrDefault(table.table().name(), 0L));
    private long offset;

    private void waits(String tenant, String table, int messages) {
        var key = new TableKey(tenant, new TableRef("shop", table));
        for (int i = 0; i < messages; i++) {
            var message = new ConsumerRecord<>(
                    "ingest.records",
                    0,
                    offset,
                    offset++,
                    TimestampType.CREATE_TIME,
                    1,
                    1,
                    new byte[1],
                    new byte[1],
                    new RecordHeaders(),
                    Optional.<Integer>empty());
            queues.computeIfAbsent(key, TableQueue::new)
                    .add(new Incoming.Marked(SOURCE, message, key, new DoUpkeep("now")));
        }
    }

    /** The tables in the order of their turns, each of which does one message. */
    private List<String> turns() {
        List<String> turns = new ArrayList<>();
        for (Optional<TableQueue> next = rounds.next(); next.isPresent(); next = rounds.next()) {
            TableQueue queue = next.get();
            List<Incoming.OfTable> turn = queue.begin();
            var done = queue.end(turn.subList(1, turn.size()));
            assertThat(done).hasSize(1);
            turns.add(queue.table().tenant() + "/" + queue.table().table().name());
        }
        return turns;
    }

    @Test
    void giantTableHasOneTurnOfEachRound() {
        waits("a", "giant", 4);
        waits("a", "small", 1);
        waits("a", "middle", 2);
        assertThat(turns())
                .containsExactly("a/giant", "a/small", "a/middle", "a/giant", "a/middle", "a/giant", "a/giant");
    }

    @Test
    void tenantWithOneTableWaitsForOneTurnOfEachOtherTenant() {
        waits("a", "t1", 2);
        waits("a", "t2", 1);
        waits("a", "t3", 1);
        waits("b", "t", 2);
        assertThat(turns()).containsExactly("a/t1", "b/t", "a/t2", "a/t3", "a/t1", "b/t");
    }

    @Test
    void tableThatMayWaitHasItsTurnWhenItIsDue() {
        freshness.put("slow", 2L);
        waits("a", "slow", 1);
        waits("a", "t1", 1);
        waits("a", "t2", 1);
        waits("a", "t3", 1);
        assertThat(turns()).containsExactly("a/t1", "a/slow", "a/t2", "a/t3");
    }

    @Test
    void tableThatIsAtWorkIsNotGivenOut() {
        waits("a", "t1", 2);
        waits("a", "t2", 1);
        TableQueue first = rounds.next().orElseThrow();
        var turn = first.begin();
        assertThat(rounds.next().orElseThrow().table().table().name()).isEqualTo("t2");
        queues.values().forEach(queue -> {
            if (queue.isReady()) {
                assertThat(queue.begin()).hasSize(1);
            }
        });
        assertThat(rounds.next()).isEmpty();
        assertThat(first.end(turn.subList(1, 2))).hasSize(1);
        assertThat(rounds.next()).contains(first);
    }

    @Test
    void tableThatHoldsItsShareTakesNoMoreAndNothingOvertakesWhatWasPassedOver() {
        waits("a", "t", 3);
        TableQueue queue = queues.values().iterator().next();
        long held = heldBy(queue);
        assertThat(queue.takes(held + 1)).isTrue();
        assertThat(queue.takes(held)).isFalse();
        assertThat(queue.begin()).hasSize(3);
        assertThat(queue.end(List.of())).hasSize(3);
        assertThat(queue.takes(held)).as("something was passed over").isFalse();
    }

    private static long heldBy(TableQueue queue) {
        List<Incoming.OfTable> turn = queue.begin();
        assertThat(queue.end(turn)).as("what is done of it").isEmpty();
        return turn.stream().mapToLong(Incoming.OfTable::held).sum();
    }
}
