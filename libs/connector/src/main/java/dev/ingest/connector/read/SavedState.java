package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StateMigration;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream's state as it was saved, by this or by another way of reading the stream. */
final class SavedState {
    private SavedState() {}

    static Value json(String text) {
        try {
            return JsonDocument.value(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException invalid) {
            throw new ReadException(ReadException.Kind.CONFIG, "the saved cursor " + invalid.problem(), invalid);
        }
    }

    /** The state in this stream's form; empty for a stream that was never read. */
    static Value.Dict migrated(Optional<Value> saved, List<StateMigration> migrations, Scope scope) {
        Value.Dict state = saved.orElse(Value.NONE) instanceof Value.Dict dict ? dict : Value.emptyDict();
        for (StateMigration migration : migrations) {
            state = switch (migration) {
                case StateMigration.LegacyToPerPartition legacy -> perPartition(state, legacy, scope);
                case StateMigration.Custom(var replacement) -> replacement.migrate(state, scope.config());
            };
        }
        return state;
    }

    private static Value.Dict perPartition(
            Value.Dict state, StateMigration.LegacyToPerPartition migration, Scope scope) {
        Value cursorField = Value.of(migration.cursorField().text(scope));
        boolean isLegacy = migration.applies()
                && !state.entries().isEmpty()
                && state.at("states").isEmpty()
                && state.entries().values().stream().allMatch(cursor -> hasOnly(cursor, cursorField));
        if (!isLegacy) {
            return state;
        }
        String field = migration.partitionField().text(scope);
        List<Value> states = new ArrayList<>();
        state.entries().forEach((key, cursor) -> {
            Map<String, Value> entry = new LinkedHashMap<>();
            entry.put("partition", Value.dict(Map.of(field, key)));
            entry.put("cursor", cursor);
            states.add(Value.dict(entry));
        });
        return Value.dict(Map.of("states", Value.list(states)));
    }

    private static boolean hasOnly(Value cursor, Value field) {
        return cursor instanceof Value.Dict(var entries) && entries.size() == 1 && entries.containsKey(field);
    }
}
