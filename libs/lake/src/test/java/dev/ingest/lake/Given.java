package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the tests speak of: orders with a key, a cursor and an amount. */
final class Given {

    static final String TOPIC = "Tz1Q-w";
    static final TableId ORDERS = new TableId("shop", "orders");
    static final RejectionHandler NONE_REJECTED = rejections -> {
        throw new AssertionError("rejected: " + rejections.getFirst().reason());
    };

    private Given() {}

    static TableSpec orders() {
        return orders(ORDERS.name());
    }

    static TableSpec orders(String name) {
        return TableSpec.upsert(
                new TableId(ORDERS.namespace(), name),
                List.of(
                        Column.required("id", ColumnType.Scalar.LONG),
                        Column.optional("updated_at", ColumnType.Scalar.TIMESTAMPTZ),
                        Column.optional("status", ColumnType.Scalar.STRING)),
                List.of("id"),
                Optional.of("updated_at"));
    }

    static String order(long id, int minute, String status) {
        return "{\"id\":%d,\"updated_at\":\"2026-01-01T10:%02d:00Z\",\"status\":\"%s\"}".formatted(id, minute, status);
    }

    static Message message(long offset, Op op, String... records) {
        return new Message(
                new Position(TOPIC, 0, offset), op, String.join("\n", records).getBytes(StandardCharsets.UTF_8));
    }

    static Message upsert(long offset, String... records) {
        return message(offset, Op.UPSERT, records);
    }

    static Batch batch(Message... messages) {
        return new Batch(List.of(messages));
    }

    static Offsets upTo(long offset) {
        return Offsets.of(TOPIC, 0, offset);
    }

    static PushResult push(LakeTable table, Message... messages) {
        long last = Arrays.stream(messages)
                .mapToLong(message -> message.position().offset())
                .max()
                .orElseThrow();
        return table.push(batch(messages), upTo(last), NONE_REJECTED);
    }

    static SliceAttempt slice(long number, char attempt) {
        return new SliceAttempt("demo/orders", "run-1", "slice-" + number, number, "0".repeat(25) + attempt);
    }

    /** Rows as text by their first column, so that a failure shows them. */
    static Map<String, String> rows(LakeTable table, String... columns) {
        return rows(table, RowQuery.all().select(columns));
    }

    static Map<String, String> rows(LakeTable table, RowQuery query) {
        var found = new TreeMap<String, String>();
        try (Rows rows = table.rows(query)) {
            while (rows.hasNext()) {
                List<@Nullable Object> row = rows.next();
                var rest = new ArrayList<String>();
                row.subList(1, row.size()).forEach(value -> rest.add(String.valueOf(value)));
                String before = found.put(String.valueOf(row.getFirst()), String.join(" ", rest));
                if (before != null) {
                    throw new AssertionError("two rows of key " + row.getFirst());
                }
            }
        }
        return found;
    }

    /** Order id to status. */
    static Map<String, String> statuses(LakeTable table) {
        return rows(table, "id", "status");
    }

    /** What one round of upkeep merged, which merges whatever can be merged; nothing of it came to nothing. */
    static List<UpkeepStep> compacted(LakeTable table) {
        UpkeepPolicy eager =
                UpkeepPolicy.DEFAULT.with(new UpkeepPolicy.Files(64L << 20, 64L << 20, 64L << 20, 1_000_000, 4L << 20));
        Clock clock = Clock.systemUTC();
        List<UpkeepStep> steps =
                table.upkeep(eager, clock, clock.instant().plusSeconds(100)).steps();
        assertThat(steps).doesNotHaveAnyElementsOfTypes(UpkeepStep.Dropped.class);
        return steps.stream().filter(UpkeepStep.Compacted.class::isInstance).toList();
    }
}
