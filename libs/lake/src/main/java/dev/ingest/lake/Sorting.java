package dev.ingest.lake;

import dev.ingest.contracts.config.SortField;
import dev.ingest.lake.encode.Row;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;

/** The order of rows in files: as it is declared, otherwise that of the key. */
final class Sorting {

    private Sorting() {}

    /** Rows of one place in the order stay as they came. */
    static List<Row> sorted(List<Row> rows, SortOrder declared, Layout layout) {
        if (declared.isSorted()) {
            Comparator<StructLike> order = SortOrderComparators.forSchema(layout.schema(), declared);
            return rows.stream().sorted(order::compare).toList();
        }
        return layout.rowOrder().map(order -> order.sorted(rows)).orElse(rows);
    }

    /** Of a new table. */
    static SortOrder order(Schema schema, List<SortField> fields) {
        SortOrder.Builder order = SortOrder.builderFor(schema);
        for (SortField field : fields) {
            if (field.descending()) {
                order.desc(field.column());
            } else {
                order.asc(field.column());
            }
        }
        return order.build();
    }

    /** Makes new files have the order; those that are there keep theirs until they are compacted. */
    static void evolve(Table table, List<SortField> fields) {
        if (order(table.schema(), fields).sameOrder(table.sortOrder())) {
            return;
        }
        ReplaceSortOrder update = table.replaceSortOrder();
        for (SortField field : fields) {
            if (field.descending()) {
                update.desc(field.column());
            } else {
                update.asc(field.column());
            }
        }
        update.commit();
    }
}
