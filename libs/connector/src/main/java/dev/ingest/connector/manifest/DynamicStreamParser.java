package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.ComponentsResolver.ConfigList;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Templates of streams and what fills them in. */
final class DynamicStreamParser {
    private static final Map<String, Component.Parser<ComponentsResolver>> RESOLVERS = Map.of(
            "HttpComponentsResolver", DynamicStreamParser::fromApi,
            "ConfigComponentsResolver", DynamicStreamParser::fromConfig,
            "ParametrizedComponentsResolver", DynamicStreamParser::listed);
    private static final Map<String, Component.Parser<ConfigList>> CONFIG_LISTS =
            Map.of("StreamConfig", DynamicStreamParser::configList);
    private static final Map<String, Component.Parser<List<Value.Dict>>> SETS =
            Map.of("StreamParametersDefinition", DynamicStreamParser::sets);

    private DynamicStreamParser() {}

    static List<DynamicStreams> parse(Component source) {
        List<DynamicStreams> dynamic = new ArrayList<>();
        for (Component child : source.children("dynamic_streams")) {
            String otherwise = "dynamic_stream_" + dynamic.size();
            Map<String, Component.Parser<DynamicStreams>> parsers =
                    Map.of("DynamicDeclarativeStream", component -> dynamic(component, otherwise));
            dynamic.add(child.by(parsers));
        }
        return List.copyOf(dynamic);
    }

    private static DynamicStreams dynamic(Component component, String otherwise) {
        String path = Component.join(component.path(), "stream_template");
        Component template = component.requiredChild("stream_template");
        // The template must be a stream before anything is filled in: what cannot run is refused here, not at night.
        StreamParser.any(template.unfilled());
        return new DynamicStreams(
                component.path(),
                component.text("name").orElse(otherwise),
                new StreamTemplate(
                        path, template.fields(), component.flag("use_parent_parameters", true), component.loading()),
                component.requiredChild("components_resolver").by(RESOLVERS));
    }

    private static ComponentsResolver fromApi(Component resolver) {
        return new ComponentsResolver.FromApi(
                StreamParser.records(resolver, "__http_components_resolver"), mappings(resolver, false));
    }

    private static ComponentsResolver fromConfig(Component resolver) {
        List<Component> lists = resolver.value("stream_config").orElse(Value.NONE) instanceof Value.Items
                ? resolver.children("stream_config")
                : List.of(resolver.requiredChild("stream_config"));
        return new ComponentsResolver.FromConfig(
                lists.stream().map(list -> list.by(CONFIG_LISTS)).toList(), mappings(resolver, true));
    }

    private static ConfigList configList(Component list) {
        return new ConfigList(list.templates("configs_pointer"), list.list("default_values"));
    }

    private static ComponentsResolver listed(Component resolver) {
        return new ComponentsResolver.Listed(
                resolver.requiredChild("stream_parameters").by(SETS), mappings(resolver, false));
    }

    private static List<Value.Dict> sets(Component parameters) {
        List<Value.Dict> sets = new ArrayList<>();
        for (Value set : parameters.list("list_of_parameters_for_stream")) {
            if (!(set instanceof Value.Dict dict)) {
                throw parameters.error(
                        "list_of_parameters_for_stream", "holds " + Component.describe(set) + " (expected mappings)");
            }
            sets.add(dict);
        }
        return List.copyOf(sets);
    }

    private static List<ComponentMapping> mappings(Component resolver, boolean conditional) {
        Map<String, Component.Parser<ComponentMapping>> parsers =
                Map.of("ComponentMappingDefinition", component -> mapping(component, conditional));
        return resolver.children("components_mapping").stream()
                .map(mapping -> mapping.by(parsers))
                .toList();
    }

    private static ComponentMapping mapping(Component mapping, boolean conditional) {
        Optional<Interpolated> condition = mapping.template("condition");
        if (condition.isPresent() && !conditional) {
            throw mapping.error("condition", "has no meaning here (expected only in a ConfigComponentsResolver)");
        }
        Optional<ValueType> type = mapping.choice(
                "value_type", ValueType.class, each -> each.name().toLowerCase(Locale.ROOT));
        return new ComponentMapping(
                mapping.templates("field_path"),
                new TypedTemplate(mapping.requiredTemplate("value"), type),
                mapping.flag("create_or_update", false),
                condition);
    }
}
