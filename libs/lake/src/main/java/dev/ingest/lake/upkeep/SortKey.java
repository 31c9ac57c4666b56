package dev.ingest.lake.upkeep;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;

/** The order of rows in compacted files: as the table declares it, else by key, else as they came. */
final class SortKey {

    private SortKey() {}

    /** Whether the file has the order that the table declares. Where it declares none, files of ours have that of the key. */
    static boolean isSorted(FileScanTask file, SortOrder declared) {
        return declared.isUnsorted() || Objects.equals(file.file().sortOrderId(), declared.orderId());
    }

    static Optional<Comparator<StructLike>> of(Table table) {
        if (table.sortOrder().isSorted()) {
            return Optional.of(SortOrderComparators.forSchema(table.schema(), table.sortOrder()));
        }
        SortOrder.Builder order = SortOrder.builderFor(table.schema());
        for (NestedField field : table.schema().columns()) {
            if (table.schema().identifierFieldIds().contains(field.fieldId())) {
                order.asc(field.name());
            }
        }
        SortOrder byKey = order.build();
        return byKey.isSorted() ? Optional.of(SortOrderComparators.forSchema(table.schema(), byKey)) : Optional.empty();
    }
}
