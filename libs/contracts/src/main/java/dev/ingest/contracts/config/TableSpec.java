package dev.ingest.contracts.config;

import dev.ingest.contracts.TableRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the writer needs to know of a table.
 *
 * @param tenant whose table
 * @param table its name
 * @param destination where it is
 * @param columns declared columns; others are added with the type of their first value, if {@code schema} lets them
 * @param key key columns, empty for {@link MergeMode#APPEND}, either way for {@link MergeMode#FULL_REFRESH}
 * @param cursor the column that decides which of two rows of one key is newer, or none
 * @param merge how records become rows
 * @param formatVersion Iceberg format version of a new table: 3, or 2 for readers that predate it
 * @param batch how many records the writer commits at once at most
 * @param schema what becomes of fields that have no column
 * @param partition as {@link PartitionField#parseAll} reads it: by what rows are kept apart; none of them for one heap, empty to
 *     leave the table as it is
 * @param sort as {@link SortField#parseAll} reads it: the order of rows within a file; none of them for the key's, empty to leave
 *     the table as it is
 */
public record TableSpec(
        String tenant,
        TableRef table,
        DestinationSpec destination,
        List<ColumnSpec> columns,
        List<String> key,
        Optional<String> cursor,
        MergeMode merge,
        int formatVersion,
        int batch,
        SchemaPolicy schema,
        Optional<List<String>> partition,
        Optional<List<String>> sort) {
    /** A table whose columns follow its records, laid out as it is. */
    public TableSpec(
            String tenant,
            TableRef table,
            DestinationSpec destination,
            List<ColumnSpec> columns,
            List<String> key,
            Optional<String> cursor,
            MergeMode merge,
            int formatVersion,
            int batch) {
        this(
                tenant,
                table,
                destination,
                columns,
                key,
                cursor,
                merge,
                formatVersion,
                batch,
                SchemaPolicy.EVOLVE,
                Optional.empty(),
                Optional.empty());
    }

    public TableSpec {
        // an older control plane does not say
        schema = Objects.requireNonNullElse(schema, SchemaPolicy.EVOLVE);
        partition = Objects.requireNonNullElse(partition, Optional.empty());
        sort = Objects.requireNonNullElse(sort, Optional.empty());
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
