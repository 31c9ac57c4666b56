package dev.ingest.readers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.Arrangement;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Column;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.SchemaPolicy;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;

/** A table in partitions and an order, with structs, lists and maps, that changes its shape, beside what it is to hold. */
final class ShapedTable {

    /** One value of each shape, as engines with SQL tell it. */
    static final String SQL = "id, cast(total as double) as total, due, reference,"
            + " seats, address.city as city, address.floor as floor, array_join(address.lines, '|') as lines,"
            + " array_join(tags, '|') as tags, element_at(attributes, 'a') as a, element_at(attributes, 'b') as b";

    /** Those, and what came later. */
    static final String SQL_GROWN = SQL + ", address.zip as zip, note";

    private static final Duration UPKEEP_MAX = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MORE_THAN_AN_INT = 3_000_000_000L;
    private static final int SPARSE_ONE_IN = 5;

    private final Lake lake;
    private final TreeMap<Long, Row> model = new TreeMap<>();
    private TableSpec spec;
    private LakeTable table;
    private long offset;
    private int version;
    private boolean grown;

    ShapedTable(Lake lake, String name, int formatVersion) {
        List<Column> columns = List.of(
                Column.required("id", ColumnType.parse("long")),
                Column.required("created_at", ColumnType.parse("timestamptz")),
                column("total", "decimal(12,2)"),
                column("due", "date"),
                column("reference", "uuid"),
                column("seats", "int"),
                column("address", "struct<city: string, floor: int, lines: list<string>>"),
                column("tags", "list<string>"),
                column("attributes", "map<string, long>"));
        this.lake = lake;
        this.spec = new TableSpec(
                new TableId("shop", name),
                columns,
                List.of("id"),
                Optional.empty(),
                MergeMode.UPSERT,
                formatVersion,
                SchemaPolicy.EVOLVE,
                arranged(List.of("bucket(2, id)", "month(created_at)"), List.of("created_at desc", "id")));
        this.table = lake.table(spec);
    }

    private static Column column(String name, String type) {
        return Column.optional(name, ColumnType.parse(type));
    }

    private static Arrangement arranged(List<String> partition, List<String> order) {
        return Arrangement.parse(Optional.of(partition), Optional.of(order));
    }

    /** From now on records bring a column, a field of a struct, and numbers that their columns are too narrow for. */
    void grow() {
        grown = true;
    }

    /** New files go to other partitions, in another order. */
    void rearrange() {
        spec = spec.with(arranged(List.of("truncate(10, id)", "day(created_at)"), List.of("due")));
        table = lake.table(spec);
    }

    /** One commit that gives these rows their next version, which moves most of them to another month, and removes others. */
    long merge(long from, long to, List<Long> gone) {
        version++;
        List<Row> rows = LongStream.range(from, to)
                .mapToObj(id -> new Row(id, version, grown))
                .toList();
        var messages = new ArrayList<Message>();
        messages.add(message(Op.UPSERT, rows, row -> record(row).toString()));
        if (!gone.isEmpty()) {
            messages.add(message(Op.DELETE, gone, "{\"id\":%d}"::formatted));
        }
        rows.forEach(row -> model.put(row.id(), row));
        gone.forEach(model::remove);
        return table.push(new Batch(messages), Offsets.of(new Position("pushed", 0, offset - 1)), rejections -> {
                    throw new IllegalStateException("rejected: " + rejections);
                })
                .commit()
                .orElseThrow()
                .snapshotId();
    }

    private <T> Message message(Op op, Collection<T> all, Function<T, String> line) {
        String lines = String.join("\n", all.stream().map(line).toList());
        return new Message(new Position("pushed", 0, offset++), op, lines.getBytes(StandardCharsets.UTF_8));
    }

    /** What is due now; nothing is forgotten yet. */
    List<UpkeepStep> upkeep() {
        Clock clock = Clock.systemUTC();
        return table.upkeep(UpkeepPolicy.DEFAULT, clock, clock.instant().plus(UPKEEP_MAX))
                .steps();
    }

    /** What {@link #SQL} or {@link #SQL_GROWN} is to find. */
    List<String> rows(boolean withGrown) {
        return model.values().stream()
                .map(row -> inSql(row, withGrown).toString())
                .toList();
    }

    /** The records that the rows were made of. */
    List<ObjectNode> records() {
        return model.values().stream().map(ShapedTable::record).toList();
    }

    /** How many rows were made in a month or later. */
    long since(int month) {
        return model.values().stream().filter(row -> row.month() >= month).count();
    }

    /** A row, by what its values follow from. */
    private record Row(long id, int version, boolean grown) {
        int month() {
            return 1 + (int) ((id + version) % 3);
        }

        boolean sparse() {
            return id % SPARSE_ONE_IN == 0;
        }

        long large() {
            return grown ? MORE_THAN_AN_INT + id : id % 10;
        }

        BigDecimal total() {
            return BigDecimal.valueOf(100 * id + 1 + 25L * (version % 4), 2);
        }

        LocalDate due() {
            return LocalDate.of(2026, 1, 1).plusDays(id % 300 + version);
        }

        UUID reference() {
            return new UUID(id, version);
        }

        List<String> lines() {
            return id % 2 == 0 ? List.of() : List.of("line " + version, "ünter 'den' \"Linden\" " + id);
        }

        List<String> tags() {
            return List.of("t" + version, "t" + id);
        }
    }

    private static ObjectNode record(Row row) {
        ObjectNode record = JSON.createObjectNode()
                .put("id", row.id())
                .put("created_at", "2026-%02d-%02dT10:00:00Z".formatted(row.month(), 1 + row.id() % 28))
                .put("total", row.total())
                .put("due", row.due().toString())
                .put("reference", row.reference().toString())
                .put("seats", row.large());
        if (row.grown()) {
            record.put("note", "note " + row.version());
        }
        if (row.sparse()) {
            return record;
        }
        ObjectNode address =
                record.putObject("address").put("city", "city " + row.version()).put("floor", row.large());
        ArrayNode lines = address.putArray("lines");
        row.lines().forEach(lines::add);
        if (row.grown()) {
            address.put("zip", "zip " + row.id());
        }
        ArrayNode tags = record.putArray("tags");
        row.tags().forEach(tags::add);
        record.putObject("attributes").put("a", row.id()).putNull("b");
        return record;
    }

    private static ObjectNode inSql(Row row, boolean withGrown) {
        ObjectNode found = JSON.createObjectNode()
                .put("id", row.id())
                .put("total", row.total().doubleValue())
                .put("due", row.due().toString())
                .put("reference", row.reference().toString())
                .put("seats", row.large());
        if (!row.sparse()) {
            found.put("city", "city " + row.version())
                    .put("floor", row.large())
                    .put("lines", String.join("|", row.lines()))
                    .put("tags", String.join("|", row.tags()))
                    .put("a", row.id());
        }
        if (withGrown && row.grown()) {
            if (!row.sparse()) {
                found.put("zip", "zip " + row.id());
            }
            found.put("note", "note " + row.version());
        }
        return found;
    }
}
