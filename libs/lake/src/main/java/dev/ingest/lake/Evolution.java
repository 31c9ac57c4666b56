package dev.ingest.lake;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/** Makes tables wider: new optional columns, columns that are optional from now on, and the few wider types that Iceberg allows for data already written. */
final class Evolution {

    private Evolution() {}

    /** Adds the columns that are not there. */
    static void add(Table table, Iterable<Column> columns) {
        UpdateSchema update = table.updateSchema();
        boolean changed = false;
        for (Column column : columns) {
            if (find(table.schema(), column.name()).isEmpty()) {
                update.addColumn(null, column.name(), Types.toIceberg(column.type()), Types.doc(column.type()));
                changed = true;
            }
        }
        if (changed) {
            update.commit();
        }
    }

    /** Brings an existing table to what a specification says, or says why that cannot be. */
    static void adapt(Table table, TableSpec spec) {
        Set<String> taken = Partitions.names(table);
        for (Column column : spec.allColumns()) {
            if (taken.contains(column.name().toLowerCase(Locale.ROOT))) {
                throw new TableConflictException(
                        spec.id(), "column %s is called as a field of its partitions".formatted(column.name()));
            }
            find(table.schema(), column.name()).ifPresent(field -> {
                adapt(table, spec, column, field);
                relax(table, spec, column, field);
            });
        }
        add(table, spec.allColumns());
    }

    /** A column that records may lack from now on. The other way is not open: rows that lack it are there. */
    private static void relax(Table table, TableSpec spec, Column column, NestedField field) {
        if (field.isRequired() && !column.required() && !spec.key().contains(column.name())) {
            table.updateSchema().makeColumnOptional(field.name()).commit();
        }
    }

    private static void adapt(Table table, TableSpec spec, Column column, NestedField field) {
        Type wanted = Types.toIceberg(column.type());
        if (field.type().equals(wanted)) {
            return;
        }
        if (!TypeUtil.isPromotionAllowed(field.type(), wanted.asPrimitiveType())) {
            if (!TypeUtil.isPromotionAllowed(wanted, field.type().asPrimitiveType())) {
                throw new TableConflictException(
                        spec.id(),
                        "column %s is %s (expected: %s, which it cannot become)"
                                .formatted(field.name(), field.type(), wanted));
            }
            // wider already
            return;
        }
        table.updateSchema()
                .updateColumn(field.name(), wanted.asPrimitiveType())
                .commit();
    }

    private static Optional<NestedField> find(Schema schema, String name) {
        return schema.columns().stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
