package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.PartitionField;
import dev.ingest.contracts.config.SortField;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a table's rows are laid out in files. Whoever says nothing leaves the table as it is.
 *
 * @param partition partition fields, as {@link PartitionField#parse} reads them
 * @param sort sort fields, as {@link SortField#parse} reads them
 */
public record Layout(Optional<List<String>> partition, Optional<List<String>> sort) {

    public Layout {
        partition = partition.map(List::copyOf);
        sort = sort.map(List::copyOf);
    }

    static Layout asItIs() {
        return new Layout(Optional.empty(), Optional.empty());
    }

    /** As a request has it; {@code INVALID_ARGUMENT} says where it is wrong. */
    public static Layout asked(
            String at, @Nullable List<@Nullable String> partition, @Nullable List<@Nullable String> sort) {
        return new Layout(
                Optional.ofNullable(partition)
                        .map(fields -> Body.list(at + "partition", fields, PartitionField.FIELDS_MAX)),
                Optional.ofNullable(sort).map(fields -> Body.list(at + "sort", fields, SortField.FIELDS_MAX)));
    }

    void requireFits(TableRef table, List<ColumnSpec> columns) {
        try {
            PartitionField.parseAll(partition.orElse(List.of()))
                    .forEach(field -> field.requireFits(type("partition", field.column(), columns)));
            SortField.parseAll(sort.orElse(List.of()))
                    .forEach(field -> field.requireFits(type("sort", field.column(), columns)));
        } catch (IllegalArgumentException wrong) {
            throw IngestException.invalid("table %s: %s".formatted(table, wrong.getMessage()));
        }
    }

    private static String type(String at, String name, List<ColumnSpec> columns) {
        Columns.known(at, name, columns);
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type();
    }
}
