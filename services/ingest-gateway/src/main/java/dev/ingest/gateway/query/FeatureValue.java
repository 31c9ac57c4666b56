package dev.ingest.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.platform.mask.Masks;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A feature's value as a caller sees it: the same through a mask as the row of the view's table is. */
final class FeatureValue {
    private FeatureValue() {}

    static JsonNode seen(ColumnSpec column, Mask mask, JsonNode value) {
        if (mask == Mask.CLEAR) {
            return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
        }
        Object masked = Masks.apply(mask, asInTable(column, value));
        return masked == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(masked.toString());
    }

    /** The value in the type that the table's rows have it in: a hash is made of its text. */
    private static @Nullable Object asInTable(ColumnSpec column, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return switch (column.type()) {
            case "int", "long" -> value.longValue();
            case "float" -> value.floatValue();
            case "double" -> value.doubleValue();
            case "binary" -> ByteBuffer.wrap(Base64.getDecoder().decode(value.asText()));
            case "timestamptz" -> OffsetDateTime.parse(value.asText());
            case "timestamp" -> LocalDateTime.parse(value.asText().replace("Z", ""));
            case "string", "date", "boolean", "uuid", "time" -> value.asText();
            case "json", "variant" -> value.isTextual() ? value.asText() : value.toString();
            case String nested when nested.endsWith(">") -> value.toString();
            case String decimal -> value.decimalValue().setScale(scale(decimal), RoundingMode.UNNECESSARY);
        };
    }

    private static int scale(String decimal) {
        return Integer.parseInt(decimal.substring(decimal.indexOf(',') + 1, decimal.length() - 1)
                .strip());
    }
}
