package dev.ingest.readers;

import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Collected;
import dev.ingest.lake.Column;
import dev.ingest.lake.Expected;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.PushResult;
import dev.ingest.lake.Reached;
import dev.ingest.lake.Refresh;
import dev.ingest.lake.Rejection;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.SliceAttempt;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** A table that we merge into and others may change, beside what it is to hold. */
final class ModelTable {

    private static final Duration UPKEEP_MAX = Duration.ofMinutes(2);

    private final LakeTable table;
    private final String stream;
    private final Map<Long, String> model = new TreeMap<>();
    private long offset;
    private long slices;
    private int days = 20;

    ModelTable(Lake lake, String name, MergeMode mode, int formatVersion) {
        var spec = new TableSpec(
                new TableId("shop", name),
                List.of(
                        Column.required("id", Scalar.LONG),
                        Column.optional("status", Scalar.STRING),
                        Column.optional("changed_at", Scalar.TIMESTAMPTZ)),
                List.of("id"),
                Optional.of("changed_at"),
                mode,
                formatVersion);
        this.table = lake.table(spec);
        this.stream = "demo/" + name;
    }

    /** What is to be read: status by id. */
    Map<Long, String> content() {
        return new TreeMap<>(model);
    }

    /** What our own reader finds, in the same form. */
    Map<Long, String> stored() {
        var found = new TreeMap<Long, String>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "status"))) {
            rows.forEachRemaining(row -> found.put((Long) row.get(0), String.valueOf(row.get(1))));
        }
        return found;
    }

    /** What is to be read, as {@code select id, status ... order by id}. */
    List<String> rows() {
        var rows = new ArrayList<String>();
        model.forEach((id, status) -> rows.add("{\"id\":%d,\"status\":\"%s\"}".formatted(id, status)));
        return rows;
    }

    /** One commit that gives orders a status and removes others; the snapshot. */
    long merge(List<Long> ids, String status, List<Long> gone, String... further) {
        var messages = new ArrayList<Message>();
        messages.add(message(Op.UPSERT, ids, id -> order(id, status, further)));
        if (!gone.isEmpty()) {
            messages.add(message(Op.DELETE, gone, "{\"id\":%d}"::formatted));
        }
        ids.forEach(id -> model.put(id, status));
        gone.forEach(model::remove);
        PushResult result =
                table.push(new Batch(messages), Offsets.of(new Position("pushed", 0, offset - 1)), ModelTable::refuse);
        return result.commit().orElseThrow().snapshotId();
    }

    /** A run that brings the whole table. */
    void refresh(List<Long> ids, String status) {
        long number = ++slices;
        var slice = new SliceAttempt(
                stream, "run-" + number, "run-" + number + "-1", number, "01JD%022d".formatted(number));
        var _ = table.stage(
                slice, new Batch(List.of(message(Op.UPSERT, ids, id -> order(id, status)))), ModelTable::refuse);
        var _ = table.collect(slice, new Expected(1, ids.size()), Reached.all(Optional.empty()));
        var _ = table.swap(new Refresh(stream, "run-" + number), new Collected(1, number, ids.size()));
        model.clear();
        ids.forEach(id -> model.put(id, status));
    }

    /** Everything that is due weeks later, and each time a day later still; what came of it. */
    List<UpkeepStep> upkeep() {
        return upkeep(Clock.offset(Clock.systemUTC(), Duration.ofDays(days++)));
    }

    /** Everything that is due now: nothing is forgotten yet. */
    List<UpkeepStep> upkeepNow() {
        return upkeep(Clock.systemUTC());
    }

    private List<UpkeepStep> upkeep(Clock clock) {
        List<UpkeepStep> steps = table.upkeep(
                        UpkeepPolicy.DEFAULT, clock, clock.instant().plus(UPKEEP_MAX))
                .steps();
        for (UpkeepStep step : steps) {
            if (step instanceof UpkeepStep.Dropped(String name, RuntimeException reason)) {
                throw new IllegalStateException(name, reason);
            }
        }
        return steps;
    }

    /** Others gave these orders a status. */
    void changed(LongPredicate which, String status) {
        model.replaceAll((id, before) -> which.test(id) ? status : before);
    }

    void removed(LongPredicate which) {
        model.keySet().removeIf(which::test);
    }

    void added(long id, String status) {
        model.put(id, status);
    }

    /** Later than whatever was pushed before: the greater one stays. */
    private String order(long id, String status, String... further) {
        String fields = further.length == 0 ? "" : "," + String.join(",", further);
        return "{\"id\":%d,\"status\":\"%s\",\"changed_at\":\"%s\"%s}"
                .formatted(
                        id,
                        status,
                        java.time.Instant.parse("2026-01-01T00:00:00Z").plusSeconds(offset),
                        fields);
    }

    private Message message(Op op, List<Long> ids, LongFunction<String> line) {
        String lines = String.join("\n", ids.stream().map(line::apply).toList());
        return new Message(new Position("pushed", 0, offset++), op, lines.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(List<Rejection> rejections) {
        throw new IllegalStateException("rejected: " + rejections);
    }
}
