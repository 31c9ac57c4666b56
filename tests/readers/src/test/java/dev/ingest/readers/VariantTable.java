package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.ColumnType.Scalar;
import dev.ingest.lake.Batch;
import dev.ingest.lake.Column;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.Message;
import dev.ingest.lake.Offsets;
import dev.ingest.lake.Op;
import dev.ingest.lake.Position;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A table with a column that holds any JSON value in Iceberg's binary form, beside what it is to hold. */
final class VariantTable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UPKEEP_MAX = Duration.ofMinutes(2);
    private static final int SHAPES = 5;

    private final LakeTable table;
    private final TreeMap<Long, Integer> versions = new TreeMap<>();
    private int offset;

    VariantTable(Lake lake, String name) {
        this.table = lake.table(TableSpec.upsert(
                new TableId("shop", name),
                List.of(Column.required("id", Scalar.LONG), Column.optional("payload", Scalar.VARIANT)),
                List.of("id"),
                Optional.empty()));
    }

    void merge(long from, long to) {
        int version = offset++;
        String lines = LongStream.range(from, to)
                .mapToObj(id -> "{\"id\":%d,\"payload\":%s}".formatted(id, payload(id, version)))
                .collect(Collectors.joining("\n"));
        var position = new Position("pushed", 0, version);
        var message = new Message(position, Op.UPSERT, lines.getBytes(StandardCharsets.UTF_8));
        var _ = table.push(new Batch(List.of(message)), Offsets.of(position), rejections -> {
            throw new IllegalStateException("rejected: " + rejections);
        });
        LongStream.range(from, to).forEach(id -> versions.put(id, version));
    }

    List<UpkeepStep> upkeep() {
        Clock clock = Clock.systemUTC();
        return table.upkeep(UpkeepPolicy.DEFAULT, clock, clock.instant().plus(UPKEEP_MAX))
                .steps();
    }

    /** Each as {@code id, to_json(payload) as payload, variant_get(payload, '$.n', 'bigint') as n}. */
    List<String> rows() {
        return versions.entrySet().stream()
                .map(row -> row(row.getKey(), payload(row.getKey(), row.getValue())))
                .toList();
    }

    private static String row(long id, JsonNode payload) {
        ObjectNode row = JSON.createObjectNode().put("id", id);
        if (!payload.isNull()) {
            row.put("payload", payload.toString());
        }
        if (payload.has("n")) {
            row.put("n", payload.get("n").longValue());
        }
        return row.toString();
    }

    /** An object, nested ones, and values that are none. */
    private static JsonNode payload(long id, int version) {
        var nodes = JSON.getNodeFactory();
        return switch ((int) (id % SHAPES)) {
            case 0 -> nodes.textNode("text %d \"%d\" é😀".formatted(id, version));
            case 1 -> nodes.nullNode();
            case 2 -> nodes.arrayNode().add(id).addNull().add(version + 0.5).add(true);
            case 3 -> nodes.objectNode().put("n", id).put("v", version);
            default -> {
                ObjectNode outer = nodes.objectNode();
                outer.putObject("inner").put("deep", version).putArray("list").add("x" + id);
                yield outer.put("n", 10_000_000_000L + id);
            }
        };
    }
}
