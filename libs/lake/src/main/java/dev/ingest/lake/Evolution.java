package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.MapType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;

/**
 * Makes tables wider: new optional columns, in structs too, columns that are optional from now on, and the few wider types that
 * Iceberg allows for data already written. One commit for all of it.
 */
final class Evolution {

    private final Table table;
    private final TableSpec spec;
    private final UpdateSchema update;
    private boolean changed;

    private Evolution(Table table, TableSpec spec) {
        this.table = table;
        this.spec = spec;
        this.update = table.updateSchema();
    }

    /** Gives a table what its records ask for. */
    static void grow(Table table, TableSpec spec, Growth growth) {
        new Evolution(table, spec).grow(growth);
    }

    /** Brings an existing table to what a specification says, or says why that cannot be. */
    static void adapt(Table table, TableSpec spec) {
        new Evolution(table, spec).adapt();
    }

    private void grow(Growth growth) {
        Schema schema = table.schema();
        for (Growth.Wanted column : growth.columns()) {
            String parent = column.parent() == Growth.TOP ? null : schema.findColumnName(column.parent());
            String name = (parent == null ? "" : parent + ".") + column.name();
            // someone else may have been faster
            if (schema.caseInsensitiveFindField(name) == null) {
                update.addColumn(parent, column.name(), Types.toIceberg(column.type()), Types.doc(column.type()));
                changed = true;
            }
        }
        growth.widened().forEach((id, type) -> widen(schema.findField(id), type));
        if (spec.mergeMode() == MergeMode.HISTORY) {
            // what a version's cursor is, its beginning and end are
            int cursor = schema.findField(spec.cursor().orElseThrow()).fieldId();
            growth.widened(cursor)
                    .ifPresent(type -> Validity.NAMES.forEach(name -> widen(schema.findField(name), type)));
        }
        commit();
    }

    private void widen(NestedField field, Type.PrimitiveType type) {
        if (!field.type().equals(type) && TypeUtil.isPromotionAllowed(field.type(), type)) {
            update.updateColumn(table.schema().findColumnName(field.fieldId()), type);
            changed = true;
        }
    }

    private void adapt() {
        Set<String> taken = Partitions.names(table);
        for (Column column : spec.allColumns()) {
            if (taken.contains(column.name().toLowerCase(Locale.ROOT))) {
                throw conflict("column %s is called as a field of its partitions".formatted(column.name()));
            }
            Optional<NestedField> present = find(table.schema().columns(), column.name());
            if (present.isEmpty()) {
                add(null, column.name(), column.type());
                continue;
            }
            adapt(column.name(), column.type(), present.get());
            if (!spec.key().contains(column.name())) {
                relax(column.required(), present.get());
            }
        }
        commit();
    }

    private void add(@org.jspecify.annotations.Nullable String parent, String name, ColumnType type) {
        update.addColumn(parent, name, Types.toIceberg(type), Types.doc(type));
        changed = true;
    }

    /** A column that records may lack from now on. The other way is not open: rows that lack it are there. */
    private void relax(boolean required, NestedField present) {
        if (present.isRequired() && !required) {
            update.makeColumnOptional(table.schema().findColumnName(present.fieldId()));
            changed = true;
        }
    }

    private void adapt(String path, ColumnType wanted, NestedField present) {
        switch (wanted) {
            case ColumnType.Struct(List<ColumnType.Field> fields)
            when present.type() instanceof StructType struct ->
                fields.forEach(field -> adapt(path, field, present, struct));
            case ColumnType.ListOf(ColumnType element)
            when present.type() instanceof ListType list ->
                adapt(path + ".element", element, list.fields().getFirst());
            case ColumnType.MapOf(ColumnType value)
            when present.type() instanceof MapType map ->
                adapt(path + ".value", value, map.fields().get(1));
            case ColumnType.Struct _, ColumnType.ListOf _, ColumnType.MapOf _ ->
                throw cannotBecome(path, wanted, present);
            case ColumnType.Foreign(String type) -> {
                if (!present.type().toString().equals(type)) {
                    throw cannotBecome(path, wanted, present);
                }
            }
            case ColumnType.Scalar _, ColumnType.Decimal _ -> adaptScalar(path, wanted, present);
        }
    }

    private void adapt(String path, ColumnType.Field wanted, NestedField parent, StructType struct) {
        Optional<NestedField> present = find(struct.fields(), wanted.name());
        if (present.isEmpty()) {
            add(table.schema().findColumnName(parent.fieldId()), wanted.name(), wanted.type());
        } else {
            adapt(path + "." + wanted.name(), wanted.type(), present.get());
            relax(wanted.required(), present.get());
        }
    }

    private void adaptScalar(String path, ColumnType wanted, NestedField present) {
        Type type = Types.toIceberg(wanted);
        if (present.type().equals(type)) {
            return;
        }
        if (!type.isPrimitiveType() || !present.type().isPrimitiveType()) {
            throw cannotBecome(path, wanted, present);
        }
        if (TypeUtil.isPromotionAllowed(present.type(), type.asPrimitiveType())) {
            widen(present, type.asPrimitiveType());
        } else if (!TypeUtil.isPromotionAllowed(type, present.type().asPrimitiveType())) {
            throw cannotBecome(path, wanted, present);
        }
        // otherwise it is wider already
    }

    private TableConflictException cannotBecome(String path, ColumnType wanted, NestedField present) {
        return conflict("column %s is %s (expected: %s, which it cannot become)"
                .formatted(path, Types.fromIceberg(present).text(), wanted.text()));
    }

    private TableConflictException conflict(String what) {
        return new TableConflictException(spec.id(), what);
    }

    private void commit() {
        if (changed) {
            update.commit();
        }
    }

    private static Optional<NestedField> find(List<NestedField> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
