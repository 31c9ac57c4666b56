package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.index.KeyIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of every kind find their rows, in files of many row groups, with a cursor or without. */
class KeyScanTest {

    record Kind(String name, List<Column> key, Optional<String> cursor) {
        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir
    Path local;

    @TempDir
    Path warehouse;

    private Lake lake;
    private KeyIndex index;

    @BeforeEach
    void open() {
        index = new KeyIndex(local.resolve("keys"), 1 << 20, KeyIndex.When.ALWAYS, failure -> {
            throw new AssertionError(failure);
        });
        lake = Lake.open(
                Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none(), Network.OWN, index);
    }

    @AfterEach
    void close() {
        lake.close();
        index.close();
    }

    static List<Kind> kinds() {
        Column number = Column.required("k", ColumnType.Scalar.LONG);
        Column text = Column.required("k", ColumnType.Scalar.STRING);
        Column second = Column.required("k2", ColumnType.Scalar.STRING);
        return List.of(
                new Kind("long", List.of(number), Optional.of("at")),
                new Kind("text", List.of(text), Optional.of("at")),
                new Kind("text, no cursor", List.of(text), Optional.empty()),
                new Kind("two", List.of(number, second), Optional.of("at")),
                new Kind("cursor in key", List.of(text, second), Optional.of("k2")),
                new Kind(
                        "decimal, read generally",
                        List.of(Column.required("k", new ColumnType.Decimal(10, 1))),
                        Optional.of("at")),
                new Kind("text cursor", List.of(number), Optional.of("word")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void lastOfEachKeyStays(Kind kind) {
        var columns = new ArrayList<>(kind.key());
        columns.add(Column.optional("at", ColumnType.Scalar.TIMESTAMPTZ));
        columns.add(Column.optional("word", ColumnType.Scalar.STRING));
        columns.add(Column.optional("n", ColumnType.Scalar.LONG));
        var id = new TableId("shop", "orders");
        TableSpec spec = TableSpec.upsert(
                id, columns, kind.key().stream().map(Column::name).toList(), kind.cursor());
        LakeTable table = lake.table(spec);
        table.engine()
                .table()
                .updateProperties()
                .set("write.parquet.row-group-size-bytes", "1024")
                .set("write.parquet.row-group-check-min-record-count", "100")
                .set("write.parquet.row-group-check-max-record-count", "100")
                .commit();
        table = lake.table(spec);
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(kind.name().hashCode());
        Map<String, String> model = new TreeMap<>();

        for (int round = 0; round < 5; round++) {
            var records = new ArrayList<String>();
            for (int i = 0; i < 600; i++) {
                int key = random.nextInt(1500);
                int n = round * 1000 + i;
                records.add(record(kind, key, round, n));
                model.put(Integer.toString(key), Integer.toString(n));
            }
            table.push(batch(upsert(round, records.toArray(String[]::new))), upTo(round), NONE_REJECTED);
        }

        assertThat(found(table)).isEqualTo(model);
        assertThat(table.count()).isEqualTo(model.size());
        // files of keys that are read generally have none
        assertThat(index.uses() > 0).isEqualTo(!(kind.key().getFirst().type() instanceof ColumnType.Decimal));
    }

    private static String record(Kind kind, int key, int round, int n) {
        ColumnType type = kind.key().getFirst().type();
        String value = type == ColumnType.Scalar.LONG
                ? Integer.toString(key)
                : type instanceof ColumnType.Decimal ? key + ".5" : "\"schlüssel-%d\"".formatted(key);
        return "{\"k\":%s,\"k2\":\"part-%d\",\"at\":\"2026-01-01T1%d:00:00Z\",\"word\":\"w%d\",\"n\":%d}"
                .formatted(value, key % 3, round, round, n);
    }

    /** Number within the key to n. */
    private static Map<String, String> found(LakeTable table) {
        var found = new TreeMap<String, String>();
        try (Rows rows = table.rows(RowQuery.all().select("k", "n"))) {
            while (rows.hasNext()) {
                List<?> row = rows.next();
                String key =
                        String.valueOf(row.get(0)).replace("schlüssel-", "").replace(".5", "");
                assertThat(found.put(key, String.valueOf(row.get(1)))).as(key).isNull();
            }
        }
        return found;
    }
}
