package dev.ingest.lake.glue;

import static org.apache.iceberg.BaseMetastoreTableOperations.ICEBERG_TABLE_TYPE_VALUE;
import static org.apache.iceberg.BaseMetastoreTableOperations.METADATA_LOCATION_PROP;
import static org.apache.iceberg.BaseMetastoreTableOperations.PREVIOUS_METADATA_LOCATION_PROP;
import static org.apache.iceberg.BaseMetastoreTableOperations.TABLE_TYPE_PROP;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * What Glue keeps of a table. Engines go by the metadata file that it names; columns and descriptions are for people and for whoever
 * grants rights by them, in the form that Iceberg's own catalog gives them.
 */
final class GlueEntry {

    private static final String TABLE_TYPE = "EXTERNAL_TABLE";

    /** By Glue's reference, in characters; a longer one would be refused with the commit. */
    private static final int COMMENT_LENGTH_MAX = 255;

    private GlueEntry() {}

    /** @param before what others wrote beside what is ours, which stays */
    static TableInput of(String name, TableMetadata metadata, String file, Optional<Table> before) {
        var parameters = new HashMap<String, String>();
        before.ifPresent(table -> {
            parameters.putAll(table.parameters());
            parameters.put(PREVIOUS_METADATA_LOCATION_PROP, table.parameters().get(METADATA_LOCATION_PROP));
        });
        parameters.put(TABLE_TYPE_PROP, ICEBERG_TABLE_TYPE_VALUE.toUpperCase(Locale.ROOT));
        parameters.put(METADATA_LOCATION_PROP, file);
        return TableInput.builder()
                .name(name)
                .tableType(TABLE_TYPE)
                .description(before.map(Table::description).orElse(null))
                .owner(before.map(Table::owner).orElse(null))
                .parameters(parameters)
                .storageDescriptor(
                        storage -> storage.location(metadata.location()).columns(columns(metadata, comments(before))))
                .build();
    }

    private static Map<String, String> comments(Optional<Table> before) {
        return before.map(Table::storageDescriptor).stream()
                .flatMap(storage -> storage.columns().stream())
                .filter(column -> column.comment() != null)
                .collect(Collectors.toMap(Column::name, Column::comment, (one, _) -> one));
    }

    /** Those that the table has, then those that it had; each name once, as Glue knows no upper case. */
    private static List<Column> columns(TableMetadata metadata, Map<String, String> comments) {
        var columns = new LinkedHashMap<String, Column>();
        metadata.schema().columns().forEach(field -> put(columns, field, true, comments));
        metadata.schemas().stream()
                .filter(schema -> schema.schemaId() != metadata.currentSchemaId())
                .map(Schema::columns)
                .forEach(fields -> fields.forEach(field -> put(columns, field, false, comments)));
        return List.copyOf(columns.values());
    }

    private static void put(
            Map<String, Column> columns, Types.NestedField field, boolean current, Map<String, String> comments) {
        Optional<String> comment =
                Optional.ofNullable(field.doc()).or(() -> Optional.ofNullable(comments.get(field.name())));
        columns.putIfAbsent(
                field.name().toLowerCase(Locale.ROOT),
                Column.builder()
                        .name(field.name())
                        .type(type(field.type()))
                        .comment(comment.map(text -> text.substring(0, Math.min(text.length(), COMMENT_LENGTH_MAX)))
                                .orElse(null))
                        .parameters(Map.of(
                                "iceberg.field.id", Integer.toString(field.fieldId()),
                                "iceberg.field.optional", Boolean.toString(field.isOptional()),
                                "iceberg.field.current", Boolean.toString(current)))
                        .build());
    }

    /** In Hive's words, where Hive has one. */
    private static String type(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN, FLOAT, DOUBLE, DATE, TIMESTAMP, VARIANT, UNKNOWN, GEOMETRY, GEOGRAPHY, TIMESTAMP_NANO ->
                type.typeId().name().toLowerCase(Locale.ROOT);
            case INTEGER -> "int";
            case LONG -> "bigint";
            case STRING, TIME, UUID -> "string";
            case BINARY, FIXED -> "binary";
            case DECIMAL -> {
                var decimal = (Types.DecimalType) type;
                yield "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale());
            }
            case STRUCT ->
                type.asStructType().fields().stream()
                        .map(field -> field.name() + ":" + type(field.type()))
                        .collect(Collectors.joining(",", "struct<", ">"));
            case LIST -> "array<%s>".formatted(type(type.asListType().elementType()));
            case MAP -> {
                Types.MapType map = type.asMapType();
                yield "map<%s,%s>".formatted(type(map.keyType()), type(map.valueType()));
            }
        };
    }
}
