package dev.ingest.lake;

import dev.ingest.contracts.config.PartitionField;
import dev.ingest.contracts.config.SortField;
import java.util.List;
import java.util.Optional;

/**
 * How a table's rows are laid out in files.
 *
 * @param partition the fields by which rows are kept apart, none of them for one heap; empty to leave the table as it is, which
 *     for a new one is a heap. Files that are there already stay where they are, whatever is said later
 * @param order of rows within a file, no fields for that of the key; empty to leave the table as it is
 */
public record Arrangement(Optional<List<PartitionField>> partition, Optional<List<SortField>> order) {

    public Arrangement {
        partition = partition.map(List::copyOf);
        order = order.map(List::copyOf);
    }

    /** As the table is; of a new one, a heap in the order of its key. */
    public static Arrangement asItIs() {
        return new Arrangement(Optional.empty(), Optional.empty());
    }

    /**
     * From what a declaration says.
     *
     * @throws IllegalArgumentException as {@link PartitionField#parseAll} and {@link SortField#parseAll}
     */
    public static Arrangement parse(Optional<List<String>> partition, Optional<List<String>> order) {
        return new Arrangement(partition.map(PartitionField::parseAll), order.map(SortField::parseAll));
    }

    void requireFits(TableId id, List<Column> columns) {
        for (PartitionField field : partition.orElse(List.of())) {
            field.requireFits(type(id, columns, field.text(), field.column()));
        }
        for (SortField field : order.orElse(List.of())) {
            field.requireFits(type(id, columns, field.text(), field.column()));
        }
    }

    private static String type(TableId id, List<Column> columns, String field, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(column -> column.type().text())
                .orElseThrow(() -> new IllegalArgumentException(
                        "table %s: %s: column %s is not among its columns".formatted(id, field, name)));
    }
}
