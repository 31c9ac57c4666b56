package dev.ingest.lake;

import dev.ingest.contracts.config.PartitionField;
import dev.ingest.contracts.config.PartitionField.Transform;
import dev.ingest.lake.encode.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.transforms.Transforms;

/** A table's partitions: as they are declared, and which rows go where. */
final class Partitions {

    /**
     * Each partition of a commit is a file of its own: a matter of minutes with an object store. Only one is open at a time, so that
     * it is time and not memory that this limits.
     */
    static final int IN_A_COMMIT_MAX = 5_000;

    /** Rows of one partition, in their order. */
    record Part(Optional<StructLike> partition, List<Row> rows) {}

    private Partitions() {}

    /**
     * Rows by partition, in the order in which the partitions first come.
     *
     * @throws TableConflictException for rows of more than {@code max}
     */
    static List<Part> of(List<Row> rows, PartitionSpec spec, Schema schema, String table, int max) {
        if (spec.isUnpartitioned()) {
            return List.of(new Part(Optional.empty(), rows));
        }
        Map<PartitionKey, List<Row>> byKey = new LinkedHashMap<>();
        var key = new PartitionKey(spec, schema);
        for (Row row : rows) {
            key.partition(row);
            List<Row> known = byKey.get(key);
            if (known == null) {
                if (byKey.size() == max) {
                    throw new TableConflictException(
                            table,
                            "a batch with rows of more than %d partitions by %s (expected: no more; declare coarser ones, such as month(…) for day(…), or bucket(n, …))"
                                    .formatted(
                                            max,
                                            spec.fields().stream()
                                                    .map(org.apache.iceberg.PartitionField::name)
                                                    .toList()));
                }
                known = new ArrayList<>();
                byKey.put(key.copy(), known);
            }
            known.add(row);
        }
        return byKey.entrySet().stream()
                .map(part -> new Part(Optional.of(part.getKey()), part.getValue()))
                .toList();
    }

    /** Of a new table. */
    static PartitionSpec spec(Schema schema, List<PartitionField> fields) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        for (PartitionField field : fields) {
            String column = field.column();
            String name = name(field, schema);
            switch (field.transform()) {
                case Transform.Plain.IDENTITY -> spec.identity(column, name);
                case Transform.Plain.YEAR -> spec.year(column, name);
                case Transform.Plain.MONTH -> spec.month(column, name);
                case Transform.Plain.DAY -> spec.day(column, name);
                case Transform.Plain.HOUR -> spec.hour(column, name);
                case Transform.Bucket(int buckets) -> spec.bucket(column, buckets, name);
                case Transform.Truncate(int width) -> spec.truncate(column, width, name);
            }
        }
        return spec.build();
    }

    /** Names of partition fields, in lower case, that are no column's: Iceberg refuses a column of such a name as long as it knows the field. */
    static Set<String> names(Table table) {
        return table.specs().values().stream()
                .flatMap(spec -> spec.fields().stream())
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .filter(name -> table.schema().caseInsensitiveFindField(name) == null)
                .collect(Collectors.toSet());
    }

    /** Makes new files go where the fields say; those that are there keep the partitions that they were written for. */
    static void evolve(Table table, List<PartitionField> fields) {
        Map<String, String> present = new LinkedHashMap<>();
        for (org.apache.iceberg.PartitionField field : table.spec().fields()) {
            if (!field.transform().isVoid()) {
                present.put(signature(field.sourceId(), field.transform().toString()), field.name());
            }
        }
        Map<String, PartitionField> wanted = fields.stream()
                .collect(Collectors.toMap(
                        field -> signature(table.schema(), field),
                        field -> field,
                        (one, _) -> one,
                        LinkedHashMap::new));
        Set<String> added = new LinkedHashSet<>(wanted.keySet());
        added.removeAll(present.keySet());
        Set<String> removed = new LinkedHashSet<>(present.keySet());
        removed.removeAll(wanted.keySet());
        if (added.isEmpty() && removed.isEmpty()) {
            return;
        }
        UpdatePartitionSpec update = table.updateSpec();
        removed.forEach(field -> update.removeField(java.util.Objects.requireNonNull(present.get(field))));
        added.forEach(signature -> {
            PartitionField field = java.util.Objects.requireNonNull(wanted.get(signature));
            update.addField(name(field, table.schema()), term(field));
        });
        update.commit();
    }

    private static String signature(Schema schema, PartitionField field) {
        return signature(schema.findField(field.column()).fieldId(), transform(field));
    }

    private static String signature(int column, String transform) {
        return column + " " + transform;
    }

    /** As Iceberg writes it. */
    private static String transform(PartitionField field) {
        return switch (field.transform()) {
            case Transform.Plain plain -> plain.name().toLowerCase(Locale.ROOT);
            case Transform.Bucket(int buckets) -> Transforms.bucket(buckets).toString();
            case Transform.Truncate(int width) -> Transforms.truncate(width).toString();
        };
    }

    private static Term term(PartitionField field) {
        String column = field.column();
        return switch (field.transform()) {
            case Transform.Plain.IDENTITY -> Expressions.ref(column);
            case Transform.Plain.YEAR -> Expressions.year(column);
            case Transform.Plain.MONTH -> Expressions.month(column);
            case Transform.Plain.DAY -> Expressions.day(column);
            case Transform.Plain.HOUR -> Expressions.hour(column);
            case Transform.Bucket(int buckets) -> Expressions.bucket(column, buckets);
            case Transform.Truncate(int width) -> Expressions.truncate(column, width);
        };
    }

    /** As Iceberg would call it, but never as a column that is something else. */
    private static String name(PartitionField field, Schema schema) {
        String column = field.column();
        String name =
                switch (field.transform()) {
                    case Transform.Plain.IDENTITY -> column;
                    case Transform.Plain plain -> column + "_" + plain.name().toLowerCase(Locale.ROOT);
                    case Transform.Bucket(int buckets) -> column + "_bucket_" + buckets;
                    case Transform.Truncate(int width) -> column + "_trunc_" + width;
                };
        boolean own = field.transform() == Transform.Plain.IDENTITY;
        while (!own && schema.caseInsensitiveFindField(name) != null) {
            name += "_";
        }
        return name;
    }
}
