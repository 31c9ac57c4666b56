package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** What a record must be. */
record Schema(Map<String, String> types, List<String> required) {
    static final Schema TRANSACTIONS = new Schema(
            Map.of("timestamp", "timestamptz", "user_id", "string", "amount", "double", "merchant_category", "string",
                    "items", "long", "abroad", "boolean"),
            List.of("timestamp", "user_id"));

    /** What is wrong with a record, or null; times become UTC. */
    String judge(ObjectNode record) {
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            String type = types.get(field.getKey());
            if (type == null) {
                return "unknown field '" + field.getKey() + "'";
            }
            if (!field.getValue().isNull() && !fits(type, field, record)) {
                return "field '" + field.getKey() + "': expected " + type;
            }
        }
        for (String name : required) {
            if (!record.hasNonNull(name)) {
                return "missing field '" + name + "'";
            }
        }
        return null;
    }

    private static boolean fits(String type, Map.Entry<String, JsonNode> field, ObjectNode record) {
        JsonNode value = field.getValue();
        return switch (type) {
            case "string" -> value.isTextual();
            case "double" -> value.isNumber() && Double.isFinite(value.doubleValue());
            case "long" -> value.isIntegralNumber() && value.canConvertToLong();
            case "boolean" -> value.isBoolean();
            case "timestamptz" -> value.isTextual() && utc(field.getKey(), value.textValue(), record);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static boolean utc(String name, String given, ObjectNode record) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(given).withOffsetSameInstant(ZoneOffset.UTC);
            record.put(name, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
            return true;
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }
}
