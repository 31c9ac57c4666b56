package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.encode.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Types.StringType;
import org.junit.jupiter.api.Test;

/** Rows lie in the table's order of their keys, however much of those the first bytes tell. */
class RowOrderTest {

    private static final List<String> PIECES =
            List.of("a", "b", "A", "0", "\\u0000", "é", "€", "\\ud83d\\ude00", "\\uffee", "prefix00", "prefix01");

    private final Random random = new Random(1);
    private final Layout layout = Layout.of(TableSpec.upsert(
            new TableId("shop", "orders"),
            List.of(
                    Column.required("text", ColumnType.Scalar.STRING),
                    Column.required("number", ColumnType.Scalar.LONG)),
            List.of("text", "number"),
            Optional.empty()));

    @Test
    void textsOfAnyCharactersAreInTheOrderOfTheTable() {
        List<Row> rows = rows(5_000);
        Comparator<Row> order = Comparator.comparing(
                        (Row row) -> (CharSequence) String.valueOf(row.get(0, Object.class)),
                        Comparators.forType(StringType.get()))
                .thenComparing(row -> row.get(1, Long.class));

        List<Row> sorted = Sorting.sorted(rows, SortOrder.unsorted(), layout);

        assertThat(texts(sorted)).isEqualTo(texts(rows.stream().sorted(order).toList()));
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream()
                .map(row -> row.get(0, Object.class) + " " + row.get(1, Long.class))
                .toList();
    }

    /** Some on a tape, some not, as those are that move from other files. */
    private List<Row> rows(int count) {
        var records = new StringBuilder();
        for (int i = 0; i < count; i++) {
            records.append("{\"text\":\"");
            for (int piece = random.nextInt(4); piece >= 0; piece--) {
                records.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            records.append("\",\"number\":%d}\n".formatted(random.nextInt(10) - 5));
        }
        var message = new Message(
                new Position("T", 0, 0), Op.UPSERT, records.toString().getBytes(StandardCharsets.UTF_8));
        List<Row> decoded = Decoder.decode(layout, new Batch(List.of(message))).rows();
        assertThat(decoded).hasSize(count);
        var rows = new ArrayList<Row>();
        for (Row row : decoded) {
            rows.add(
                    random.nextBoolean()
                            ? row
                            : new Row.OfValues(new Object[] {row.get(0, Object.class), row.get(1, Long.class)}, false));
        }
        return rows;
    }
}
