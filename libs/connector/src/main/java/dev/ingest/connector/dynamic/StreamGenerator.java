package dev.ingest.connector.dynamic;

import dev.ingest.connector.config.Places;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ComponentMapping;
import dev.ingest.connector.manifest.ComponentsResolver;
import dev.ingest.connector.manifest.ComponentsResolver.ConfigList;
import dev.ingest.connector.manifest.DynamicStreams;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.manifest.StreamTemplate;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Makes streams from a template. */
public final class StreamGenerator {
    /** Streams of one configuration, over all templates. */
    public static final int MAX_STREAMS = 5_000;

    /** Reads what a resolver asks the API for. */
    @FunctionalInterface
    public interface Api {
        /** @param visitor takes the slice, then the record */
        void forEach(StreamDefinition records, BiConsumer<Value.Dict, Value.Dict> visitor);
    }

    private final Scope scope;
    private final Set<String> names;
    private final List<ManifestStream> streams = new ArrayList<>();

    private StreamGenerator(Scope scope, Set<String> names) {
        this.scope = scope;
        this.names = names;
    }

    /**
     * @param names already generated; those made here are added
     * @throws ReadException of kind CONFIG when the filled-in template is no stream, or a name is there twice
     */
    public static List<ManifestStream> generate(DynamicStreams dynamic, Scope scope, Api api, Set<String> names) {
        StreamGenerator generator = new StreamGenerator(scope, names);
        StreamTemplate template = dynamic.template();
        switch (dynamic.resolver()) {
            case ComponentsResolver.FromApi(var records, var mappings) ->
                api.forEach(
                        records,
                        (slice, record) -> generator.add(
                                template,
                                fill(template, mappings, generator.scope(record).with("stream_slice", slice), false)));
            case ComponentsResolver.FromConfig(var lists, var mappings) ->
                generator
                        .combinations(lists)
                        .forEach(values ->
                                generator.add(template, fill(template, mappings, generator.scope(values), true)));
            case ComponentsResolver.Listed(var sets, var mappings) ->
                sets.forEach(set -> generator.add(template, fill(template, mappings, generator.scope(set), true)));
        }
        return List.copyOf(generator.streams);
    }

    private Scope scope(Value.Dict values) {
        return scope.with("components_values", values);
    }

    /** @param yaml whether a rendered text is read as YAML once more */
    private static Value.Dict fill(
            StreamTemplate template, List<ComponentMapping> mappings, Scope values, boolean yaml) {
        Scope scope = values.with("stream_template_config", template.fields());
        Value.Dict filled = Places.copy(template.fields());
        for (ComponentMapping mapping : mappings) {
            if (!mapping.condition().map(condition -> condition.truth(scope)).orElse(true)) {
                continue;
            }
            Value rendered = mapping.value().value(scope);
            Value value = yaml && !mapping.value().isText() ? StreamTemplate.parsed(rendered) : rendered;
            List<String> path =
                    mapping.path().stream().map(part -> part.coercedText(scope)).toList();
            int changed = Places.overwrite(filled, path, value);
            if (yaml && mapping.create() && changed == 0 && Python.truth(value)) {
                Places.create(filled, path, value);
            }
        }
        return filled;
    }

    private void add(StreamTemplate template, Value.Dict filled) {
        ManifestStream stream;
        try {
            stream = template.stream(filled);
        } catch (ManifestException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, "a stream made from the template cannot run: " + invalid.getMessage());
        }
        if (!names.add(stream.name())) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "two dynamic streams are named '" + stream.name() + "' (expected names of their own)");
        }
        limit(names.size());
        streams.add(stream);
    }

    private static void limit(int count) {
        if (count > MAX_STREAMS) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, "more than " + MAX_STREAMS + " dynamic streams (limit: MAX_STREAMS)");
        }
    }

    /** Every combination of one item of each list; the last list varies fastest. */
    private List<Value.Dict> combinations(List<ConfigList> lists) {
        List<Value.Dict> combined = List.of(Value.emptyDict());
        for (int place = 0; place < lists.size(); place++) {
            List<Value> items = items(lists.get(place));
            List<Value.Dict> next = new ArrayList<>();
            for (Value.Dict before : combined) {
                for (int i = 0; i < items.size(); i++) {
                    next.add(merged(before, place, i, items.get(i)));
                    limit(next.size());
                }
            }
            combined = next;
        }
        return combined;
    }

    /** What is no mapping keeps a name made of its place, with its number in the list. */
    private static Value.Dict merged(Value.Dict before, int place, int number, Value item) {
        Value.Dict merged = Places.copy(before);
        if (item instanceof Value.Dict(var entries)) {
            merged.entries().putAll(entries);
        } else {
            merged.entries()
                    .putIfAbsent(Value.of("source_config_" + place), new Value.Tuple(List.of(Value.of(number), item)));
        }
        return merged;
    }

    private List<Value> items(ConfigList list) {
        List<String> path = list.path().stream()
                .map((Interpolated part) -> part.text(scope))
                .toList();
        Optional<Value> found = Places.find(scope.config(), path);
        List<Value> items = new ArrayList<>(
                switch (found.orElseGet(() -> Value.list(List.of()))) {
                    case Value.Items(var values) -> values;
                    case Value other -> List.of(other);
                });
        items.addAll(list.more());
        return items;
    }
}
