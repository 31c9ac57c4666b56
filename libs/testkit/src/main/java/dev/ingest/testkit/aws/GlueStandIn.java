package dev.ingest.testkit.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.testkit.aws.AwsStandIn.Answer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Data Catalog in memory: a table's version must be the one that an update names. */
public final class GlueStandIn {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Runnable NOTHING = () -> {};

    public final Set<String> databases = new ConcurrentSkipListSet<>();

    /** Whether the next update is followed and its answer lost, as a time-out loses it. */
    public volatile boolean losesAnAnswer;

    /** What happens between the next update that is asked for and the answer to it. */
    public final AtomicReference<Runnable> meanwhile = new AtomicReference<>(NOTHING);

    private final Map<String, ObjectNode> tables = new ConcurrentHashMap<>();

    /** A table as it is kept, by {@code database.table}. */
    public JsonNode table(String name) {
        return Objects.requireNonNull(tables.get(name), name);
    }

    /** Somebody changes what is kept of a table. */
    public synchronized void change(String name, Consumer<ObjectNode> change) {
        ObjectNode table = Objects.requireNonNull(tables.get(name), name);
        change.accept(table);
        table.put("VersionId", Integer.toString(table.path("VersionId").asInt() + 1));
    }

    Answer answer(String operation, String database, String table, JsonNode asked) {
        if (operation.equals("UpdateTable")) {
            meanwhile.getAndSet(NOTHING).run();
        }
        return answered(operation, database, table, asked);
    }

    private synchronized Answer answered(String operation, String database, String table, JsonNode asked) {
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
