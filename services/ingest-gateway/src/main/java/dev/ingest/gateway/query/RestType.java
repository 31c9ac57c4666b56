package dev.ingest.gateway.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.ColumnSpec;

/** Types in the words that the field's clients read: those of the SQL API's {@code rowType}. */
final class RestType {
    private static final int LONG_DIGITS = 38;

    private RestType() {}

    static void write(ColumnSpec column, ObjectNode feature) {
        switch (column.type()) {
            case "string", "uuid" -> feature.put("type", "text");
            case "int", "long" -> fixed(feature, LONG_DIGITS, 0);
            case "float", "double" -> feature.put("type", "real");
            case "boolean" -> feature.put("type", "boolean");
            case "binary" -> feature.put("type", "binary");
            case "date" -> feature.put("type", "date");
            case "timestamp", "timestamptz" -> feature.put("type", "timestamp_ntz");
            case "time" -> feature.put("type", "time");
            case "json", "variant" -> feature.put("type", "variant");
            case String list when list.startsWith("list<") -> feature.put("type", "array");
            case String object when object.endsWith(">") -> feature.put("type", "object");
            case String decimal -> {
                String[] digits = decimal.substring(decimal.indexOf('(') + 1, decimal.length() - 1)
                        .split(",");
                fixed(feature, Integer.parseInt(digits[0].strip()), Integer.parseInt(digits[1].strip()));
            }
        }
    }

    private static void fixed(ObjectNode feature, int precision, int scale) {
        feature.put("type", "fixed").put("precision", precision).put("scale", scale);
    }
}
