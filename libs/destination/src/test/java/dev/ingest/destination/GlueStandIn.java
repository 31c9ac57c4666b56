package dev.ingest.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.destination.AwsStandIn.Answer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** A Data Catalog in memory: a table's version must be the one that an update names. */
final class GlueStandIn {
    private static final JsonMapper JSON = new JsonMapper();

    final Set<String> databases = new ConcurrentSkipListSet<>();

    /** Whether the next update is followed and its answer lost, as a time-out loses it. */
    volatile boolean losesAnAnswer;

    private final Map<String, ObjectNode> tables = new ConcurrentHashMap<>();

    synchronized Answer answer(String operation, String database, String table, JsonNode asked) {
        return switch (operation) {
            case "GetDatabase" ->
                databases.contains(database)
                        ? Answer.json(200, "{\"Database\":{\"Name\":\"" + database + "\"}}")
                        : missing();
            case "CreateDatabase" -> {
                databases.add(database);
                yield Answer.json(200, "{}");
            }
            case "GetTable" -> found(tables.get(database + "." + table));
            case "CreateTable" -> create(database, table, asked);
            case "UpdateTable" -> update(database + "." + table, asked);
            default -> Answer.json(400, "{\"__type\":\"InvalidInputException\",\"Message\":\"" + operation + "\"}");
        };
    }

    private static Answer found(@Nullable ObjectNode table) {
        return table == null
                ? missing()
                : Answer.json(200, JSON.createObjectNode().set("Table", table).toString());
    }

    private Answer create(String database, String table, JsonNode asked) {
        if (tables.containsKey(database + "." + table)) {
            return Answer.json(400, "{\"__type\":\"AlreadyExistsException\",\"Message\":\"exists\"}");
        }
        tables.put(database + "." + table, stored(database, asked, 0));
        return Answer.json(200, "{}");
    }

    private Answer update(String name, JsonNode asked) {
        ObjectNode before = tables.get(name);
        if (before == null) {
            return missing();
        }
        if (!before.path("VersionId").asText().equals(asked.path("VersionId").asText())) {
            return Answer.json(400, "{\"__type\":\"ConcurrentModificationException\",\"Message\":\"version\"}");
        }
        int version = before.path("VersionId").asInt() + 1;
        tables.put(name, stored(before.path("DatabaseName").asText(), asked, version));
        if (losesAnAnswer) {
            losesAnAnswer = false;
            return Answer.json(500, "{\"__type\":\"InternalServiceException\",\"Message\":\"lost\"}");
        }
        return Answer.json(200, "{}");
    }

    private static ObjectNode stored(String database, JsonNode asked, int version) {
        ObjectNode stored = asked.path("TableInput").deepCopy();
        return stored.put("DatabaseName", database).put("VersionId", Integer.toString(version));
    }

    private static Answer missing() {
        return Answer.json(400, "{\"__type\":\"EntityNotFoundException\",\"Message\":\"not found\"}");
    }
}
