package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.error.IngestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A feature view's key columns: makes of an entity's values the key that its rows are kept under. */
public final class EntityColumns {
    private final List<Column> columns;

    private record Column(String name, FieldType type) {}

    public EntityColumns(FeatureViewSpec view) {
        columns = view.entityKeys().stream()
                .map(key -> new Column(key, FieldType.of(column(view, key))))
                .toList();
    }

    private static ColumnSpec column(FeatureViewSpec view, String name) {
        return view.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The key of an entity; nothing if one of its columns has no value.
     *
     * @param at what errors call the entity
     * @param values a parser before the column's value, by the column's name
     * @throws IngestException {@code INVALID_ARGUMENT} that names the column whose value does not fit
     */
    public Optional<String> key(String at, Function<String, Optional<JsonParser>> values) {
        var key = new EntityKey(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Optional<JsonParser> value = values.apply(column.name());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            try (JsonParser json = value.get()) {
                json.nextToken();
                EntityKey.refused(i, column.name(), json).ifPresent(error -> {
                    throw IngestException.invalid(at + ": " + error.message());
                });
                FieldType.Fit fit = column.type().fit(column.name(), json);
                if (fit instanceof FieldType.Fit.No(RecordError error)) {
                    throw IngestException.invalid(at + ": " + error.message());
                }
                key.put(i, json, fit);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return Optional.of(key.toString());
    }
}
