package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of two records of one key stays. */
enum Merge {
    /** The one with the greater cursor; of equal ones the later. */
    NEWEST,
    /** The one that is in the table already. */
    FIRST;

    /** Whether a row of the table stays although the same key comes anew. */
    boolean keeps(@Nullable Object inTable, @Nullable Object coming, Comparator<@Nullable Object> order) {
        return switch (this) {
            case NEWEST -> order.compare(inTable, coming) > 0;
            case FIRST -> true;
        };
    }

    /** The winners within a batch, one per key. */
    static List<Row> winners(List<Row> rows, Layout layout) {
        if (!layout.upserts()) {
            return rows;
        }
        Comparator<@Nullable Object> order = layout.cursorOrder();
        Map<Object, Row> byKey = LinkedHashMap.newLinkedHashMap(rows.size());
        for (Row row : rows) {
            byKey.merge(
                    layout.key(row),
                    row,
                    (known, later) -> order.compare(layout.cursor(known), layout.cursor(later)) > 0 ? known : later);
        }
        return List.copyOf(byKey.values());
    }
}
