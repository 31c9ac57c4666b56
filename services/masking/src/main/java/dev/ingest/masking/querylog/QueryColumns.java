package dev.ingest.masking.querylog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.masking.rows.SeenColumn;
import dev.ingest.platform.mask.Masks;
import dev.ingest.platform.mask.ValueText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of the query log, and how a query looks in an answer. The gateway writes records with these very names. */
final class QueryColumns {
    static final String ID = "query_id";
    static final String TIME = "timestamp";
    static final String TEXT = "query";
    static final String STATE = "query_state";
    static final String DURATION = "duration_ms";
    static final String TAGS = "tags";
    static final String MESSAGE = "failure_message";

    /** Every failure as it was told: for one query, not for lists. */
    static final String FAILURES = "failures";

    /** What {@link QuerySearch#equal} may name, and in which column it is. */
    static final Map<String, String> EQUAL = Map.of(
            "user", "user",
            "type", "query_type",
            "catalog", "catalog",
            "schema", "schema",
            "failure", "failure_class");

    /** By the table's name, the answer's. */
    static final Map<String, String> NAMES = names();

    private static final ObjectMapper JSON = new ObjectMapper();

    private QueryColumns() {}

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put(ID, "id");
        names.put(TIME, "timestamp");
        names.put(STATE, "state");
        names.put(TEXT, "query");
        names.put(DURATION, "durationMs");
        names.put("catalog", "catalog");
        names.put("schema", "schema");
        names.put("query_type", "type");
        names.put("server_version", "serverVersion");
        names.put("user", "user");
        names.put("user_agent", "userAgent");
        names.put(TAGS, "tags");
        names.put("failure_type", "failureType");
        names.put("failure_code", "failureCode");
        names.put("failure_name", "failureName");
        names.put("failure_class", "failureClass");
        names.put(MESSAGE, "failureMessage");
        names.put(FAILURES, "failures");
        return names;
    }

    /**
     * A query as its caller sees it.
     *
     * @param row by column
     * @param textMax characters of a text; what is longer is cut off, and {@code cut} names it
     */
    static Map<String, Object> view(List<SeenColumn> seen, Map<String, @Nullable Object> row, int textMax) {
        var view = new LinkedHashMap<String, Object>();
        var cut = new ArrayList<String>();
        for (SeenColumn column : seen) {
            String name =
                    NAMES.getOrDefault(column.column().name(), column.column().name());
            Object value = value(column, row.get(column.column().name()));
            if (value instanceof String text && text.length() > textMax) {
                cut.add(name);
                view.put(name, text.substring(0, textMax));
            } else if (value != null) {
                view.put(name, value);
            }
        }
        if (!cut.isEmpty()) {
            view.put("cut", cut);
        }
        return view;
    }

    private static @Nullable Object value(SeenColumn column, @Nullable Object raw) {
        Object masked = Masks.apply(column.mask(), raw);
        if (masked == null || masked instanceof Number) {
            return masked;
        }
        String text = ValueText.of(masked);
        return column.mask() == Mask.CLEAR && column.column().type() == ColumnType.Scalar.JSON ? json(text) : text;
    }

    /** Text that is no JSON after all stays text. */
    static Object json(String text) {
        try {
            JsonNode parsed = JSON.readTree(text);
            return parsed.isMissingNode() ? text : parsed;
        } catch (JsonProcessingException noJson) {
            return text;
        }
    }
}
