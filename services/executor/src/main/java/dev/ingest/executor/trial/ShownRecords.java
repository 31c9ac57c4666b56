package dev.ingest.executor.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ingest.connector.decode.Oversized;
import dev.ingest.platform.mask.Masks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Collects records as a person may see them: personal columns and secrets hidden, no more than asked for. */
final class ShownRecords {
    private final ObjectMapper json;
    private final Set<String> personal;
    private final UnaryOperator<String> redact;
    private final int recordsMax;
    private final int bytesMax;
    private final List<JsonNode> records = new ArrayList<>();
    private final List<String> oversized = new ArrayList<>();
    private final Set<String> masked = new TreeSet<>();
    private int bytes;
    private boolean more;

    ShownRecords(ObjectMapper json, Set<String> personal, UnaryOperator<String> redact, int recordsMax, int bytesMax) {
        this.json = json;
        this.personal = personal.stream().map(ShownRecords::fold).collect(Collectors.toUnmodifiableSet());
        this.redact = redact;
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
    }

    /** Takes records as long as there is room. */
    void add(List<byte[]> page) {
        for (byte[] record : page) {
            more |= isFull() || bytes + record.length > bytesMax;
            if (more) {
                return;
            }
            bytes += record.length;
            records.add(shown(record));
        }
    }

    /** Takes what there is to say of records that are too large, for as many as there would be room for records. */
    void tell(List<Oversized> page) {
        page.stream()
                .limit(recordsMax - oversized.size())
                .map(Oversized::reason)
                .forEach(oversized::add);
    }

    List<String> oversized() {
        return oversized;
    }

    /** Most records that are shown. */
    int recordsMax() {
        return recordsMax;
    }

    boolean isFull() {
        return more || records.size() == recordsMax || oversized.size() == recordsMax;
    }

    /** Engines fold the case of names, and so does whoever reads a table: what is personal there is personal here. */
    private static String fold(String column) {
        return column.toLowerCase(Locale.ROOT);
    }

    /** Names of the columns that are hidden, as they stand in the records. */
    Set<String> masked() {
        return masked;
    }

    /** Whether there were records beyond those taken. */
    boolean more() {
        return more;
    }

    List<JsonNode> records() {
        return records;
    }

    private JsonNode shown(byte[] record) {
        try {
            JsonNode node = redacted(json.readTree(record));
            if (node instanceof ObjectNode columns) {
                columns.properties().stream()
                        .filter(column -> personal.contains(fold(column.getKey())))
                        .forEach(column -> {
                            column.setValue(TextNode.valueOf(Masks.REDACTED));
                            masked.add(column.getKey());
                        });
            }
            return node;
        } catch (IOException impossible) {
            throw new IllegalStateException("a record of the connector's is no JSON", impossible);
        }
    }

    private JsonNode redacted(JsonNode node) {
        switch (node) {
            case TextNode text -> {
                return TextNode.valueOf(redact.apply(text.textValue()));
            }
            case ObjectNode object -> object.properties().forEach(entry -> entry.setValue(redacted(entry.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, redacted(array.get(i)));
                }
            }
            default -> {
                return node;
            }
        }
        return node;
    }
}
