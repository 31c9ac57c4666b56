package dev.ingest.scheduler.feature;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.source.Source;
import dev.ingest.scheduler.table.ColumnRequest;
import dev.ingest.scheduler.table.Columns;
import dev.ingest.scheduler.table.Layout;
import dev.ingest.scheduler.table.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * @param source the stream source it consumes
 * @param entityKeys the columns that name an entity
 * @param columns its features, or none for the source's columns; entity keys and event time are added with the source's types
 * @param transformation components of the connector language, or none
 * @param online whether the newest row of each entity can be read online; yes if not said
 * @param offline whether every row goes to a table; yes if not said
 * @param namespace the table's namespace, or none for the source's
 * @param table the table's name, or none for the view's name and version
 * @param partition by what the table's rows are kept apart, an empty list for one heap, or none to leave it as it is
 * @param sort the order of rows in files, an empty list for the key's, or none to leave it as it is
 */
@JsonIgnoreProperties({"tenant", "name", "version", "eventTime", "state"}) // what a read says beside it
public record FeatureViewRequest(
        @Nullable String source,
        @Nullable List<@Nullable String> entityKeys,
        @Nullable List<@Nullable ColumnRequest> columns,
        @Nullable List<@Nullable Map<String, Object>> transformation,
        @Nullable Boolean online,
        @Nullable Boolean offline,
        @Nullable String namespace,
        @Nullable String table,
        @Nullable List<@Nullable String> partition,
        @Nullable List<@Nullable String> sort) {
    private static final int KEYS_MAX = 16;
    private static final int COMPONENTS_MAX = 100;

    String sourceName() {
        return Body.required("source", source);
    }

    List<Map<String, Object>> components() {
        return Body.list("transformation", transformation, COMPONENTS_MAX);
    }

    /** Whether its newest rows can be read online; {@code INVALID_ARGUMENT} if it would be kept nowhere. */
    boolean keptOnline() {
        if (!isOn(online) && !isOn(offline)) {
            throw IngestException.invalid("online, offline: both false (expected: at least one of them)");
        }
        return isOn(online);
    }

    /**
     * Its features; {@code INVALID_ARGUMENT} says where they are wrong.
     *
     * @param hidden columns that a policy of the source's table names: they hold personal data in the view too
     */
    List<ColumnSpec> features(Source source, Set<String> hidden) {
        return declared(source).stream()
                .map(column -> hidden.stream().anyMatch(column.name()::equalsIgnoreCase)
                        ? new ColumnSpec(column.name(), column.type(), column.required(), true)
                        : column)
                .toList();
    }

    private List<ColumnSpec> declared(Source source) {
        List<ColumnSpec> declared = new ArrayList<>(ColumnRequest.specs("columns", columns));
        if (declared.isEmpty()) {
            return source.columns;
        }
        Stream.concat(keys(source).stream(), Stream.of(source.eventTime))
                .filter(name ->
                        declared.stream().noneMatch(column -> column.name().equals(name)))
                .forEach(name -> declared.add(of(source, name)));
        return Columns.distinct("columns", declared);
    }

    private static ColumnSpec of(Source source, String name) {
        return source.columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The columns that name an entity. */
    List<String> keys(Source source) {
        List<String> keys = Body.list("entityKeys", entityKeys, KEYS_MAX);
        if (keys.isEmpty()) {
            throw IngestException.invalid("entityKeys: none (expected: at least one column of the source)");
        }
        keys.forEach(key -> Columns.known("entityKeys", key, source.columns));
        if (keys.contains(source.eventTime)) {
            throw IngestException.invalid("entityKeys: '%s' is the event's time (expected: columns that name an entity)"
                    .formatted(source.eventTime));
        }
        return keys;
    }

    /** Its table, if it is kept offline: history stays, one row per entity and event time. */
    Optional<TableShape> shape(
            String name, String version, Source source, List<ColumnSpec> features, String destination) {
        if (!isOn(offline)) {
            return Optional.empty();
        }
        String fallback = (name + "_" + version).toLowerCase(Locale.ROOT).replaceAll("[-.]", "_");
        TableRef ref = new TableRef(
                Names.table("namespace", Objects.requireNonNullElse(namespace, source.namespace)),
                Names.table("table", Objects.requireNonNullElse(table, fallback)));
        List<String> key = Stream.concat(keys(source).stream(), Stream.of(source.eventTime))
                .toList();
        return Optional.of(new TableShape(
                        ref,
                        destination,
                        features,
                        key,
                        Optional.of(source.eventTime),
                        MergeMode.UPSERT,
                        TableShape.FORMAT_VERSION_DEFAULT)
                .with(Layout.asked("", partition, sort)));
    }

    private static boolean isOn(@Nullable Boolean flag) {
        return !Boolean.FALSE.equals(flag);
    }
}
