package dev.ingest.readers;

import dev.ingest.contracts.config.ColumnType.Decimal;
import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Column;
import dev.ingest.lake.Expected;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.PublishResult.Published;
import dev.ingest.lake.SliceAttempt;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as our writer makes it: orders that are new, then some paid, some deleted, and a slice beside them. */
final class OrdersTable {
    private static final SliceAttempt SLICE =
            new SliceAttempt("orders", "run-1", "run-1-orders-1", 1, "01JD0000000000000000000000");

    /** Where the slice is staged. */
    static final String BRANCH = SLICE.slice() + "-" + SLICE.attempt();

    private final LakeTable table;
    private long offset;

    OrdersTable(Lake lake, TableId id, int formatVersion) {
        var spec = TableSpec.upsert(
                id,
                List.of(
                        Column.required("id", Scalar.LONG),
                        Column.optional("status", Scalar.STRING),
                        Column.optional("total", new Decimal(12, 2)),
                        Column.optional("changed_at", Scalar.TIMESTAMPTZ)),
                List.of("id"),
                Optional.of("changed_at"));
        this.table = lake.table(spec.withFormatVersion(formatVersion));
    }

    /** Orders {@code from} to {@code to}, the latter not included, as they are on that day of January; the snapshot. */
    long upsert(int from, int to, String status, int day) {
        return push(Op.UPSERT, lines(from, to, status, day));
    }

    /** As a source says that they are gone. */
    long delete(int from, int to, int day) {
        return push(Op.DELETE, lines(from, to, "gone", day));
    }

    /** A slice's page, which no reader of the table is to see before {@link #publish}. */
    void stage(int from, int to, String status, int day) {
        var page = new Message(new Position("pulled", 0, 0), Op.UPSERT, lines(from, to, status, day));
        var _ = table.stage(SLICE, new Batch(List.of(page)), OrdersTable::refuse);
    }

    /** The snapshot that brought the slice. */
    long publish(int records) {
        var result = table.publish(SLICE, new Expected(1, records), Optional.empty(), Offsets.none());
        if (result instanceof Published(var commit)) {
            return commit.snapshotId();
        }
        throw new IllegalStateException("not published now: " + result);
    }

    private long push(Op op, byte[] lines) {
        var position = new Position("pushed", 0, offset++);
        var batch = new Batch(List.of(new Message(position, op, lines)));
        return table.push(batch, Offsets.of(position), OrdersTable::refuse)
                .commit()
                .orElseThrow()
                .snapshotId();
    }

    private static byte[] lines(int from, int to, String status, int day) {
        return IntStream.range(from, to)
                .mapToObj(id -> """
                        {"id":%d,"status":"%s","total":%d.25,"changed_at":"2026-01-%02dT10:00:00.000001Z"}""".formatted(id, status, id, day))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void refuse(List<dev.ingest.lake.Rejection> rejections) {
        throw new IllegalStateException("rejected: " + rejections);
    }
}
