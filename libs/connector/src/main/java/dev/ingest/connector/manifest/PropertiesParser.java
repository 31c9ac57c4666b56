package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Query properties: a requester holds them, and its retriever sends a request for each of their chunks. */
final class PropertiesParser {
    private static final String PARAMETERS = "request_parameters";
    private static final String ENDPOINT = "fetch_properties_from_endpoint";
    private static final String PROPERTIES = "query_properties";
    private static final List<String> DEFAULT_KEY = List.of("id");

    private enum Limit {
        CHARACTERS,
        PROPERTY_COUNT
    }

    private PropertiesParser() {}

    static Optional<QueryProperties> of(Component requester) {
        List<QueryProperties> found = inParameters(requester);
        Optional<Component> endpoint = requester.child(ENDPOINT);
        if (found.size() > 1) {
            throw requester.error(PARAMETERS, "holds " + found.size() + " QueryProperties (expected one at most)");
        }
        if (!found.isEmpty() && endpoint.isPresent()) {
            throw requester.error(
                    ENDPOINT, "is given beside QueryProperties in " + PARAMETERS + " (expected only one)");
        }
        if (!found.isEmpty()) {
            return Optional.of(found.getFirst());
        }
        return endpoint.map(PropertiesParser::endpointOnly)
                .or(() -> requester.child(PROPERTIES).map(child -> properties(child, Optional.empty())));
    }

    /** The requester as it sends each chunk. */
    static Component without(Component requester) {
        Map<Value, Value> fields = new LinkedHashMap<>(requester.fields().entries());
        fields.remove(Value.of(ENDPOINT));
        fields.remove(Value.of(PROPERTIES));
        if (fields.get(Value.of(PARAMETERS)) instanceof Value.Dict(var parameters)) {
            Map<Value, Value> kept = new LinkedHashMap<>(parameters);
            kept.values().removeIf(PropertiesParser::isProperties);
            fields.put(Value.of(PARAMETERS), new Value.Dict(kept));
        }
        return requester.at(requester.path(), new Value.Dict(fields));
    }

    private static boolean isProperties(Value value) {
        return value instanceof Value.Dict dict
                && dict.at("type").filter(Value.of("QueryProperties")::equals).isPresent();
    }

    private static List<QueryProperties> inParameters(Component requester) {
        List<QueryProperties> found = new ArrayList<>();
        if (requester.value(PARAMETERS).orElse(Value.NONE) instanceof Value.Dict(var parameters)) {
            parameters.forEach((name, value) -> {
                if (isProperties(value)) {
                    String path = Component.join(requester.path(), PARAMETERS + "." + Python.str(name));
                    RequestOption target = new RequestOption(
                            RequestOption.Place.REQUEST_PARAMETER, List.of(requester.template(PARAMETERS, name)));
                    found.add(properties(requester.at(path, value), Optional.of(target)));
                }
            });
        }
        return found;
    }

    private static QueryProperties endpointOnly(Component endpoint) {
        return new QueryProperties(
                endpoint.path(),
                Optional.empty(),
                fromEndpoint(endpoint),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static QueryProperties properties(Component component, Optional<RequestOption> parameter) {
        QueryProperties.Names names = component.required("property_list") instanceof Value.Items
                ? new QueryProperties.Names.Fixed(strings(component, "property_list"))
                : component
                        .requiredChild("property_list")
                        .by(Map.of("PropertiesFromEndpoint", PropertiesParser::fromEndpoint));
        return new QueryProperties(
                component.path(),
                parameter,
                names,
                strings(component, "always_include_properties"),
                component.child("property_chunking").map(PropertiesParser::chunking),
                component.child("property_selector").map(PropertiesParser::selection));
    }

    private static List<String> strings(Component component, String field) {
        return component.list(field).stream().map(Python::str).toList();
    }

    private static QueryProperties.Names fromEndpoint(Component endpoint) {
        Component retriever = endpoint.requiredChild("retriever");
        return new QueryProperties.Names.FromEndpoint(
                RetrieverParser.simple(retriever, false), endpoint.templates("property_field_path"));
    }

    private static QueryProperties.Chunking chunking(Component component) {
        Limit limit = component
                .choice("property_limit_type", Limit.class, Component::lower)
                .orElseThrow(() -> component.error("property_limit_type", "is missing (expected one)"));
        List<String> key = component
                .child("record_merge_strategy")
                .map(strategy -> strategy.value("key").orElse(Value.NONE) instanceof Value.Items
                        ? strings(strategy, "key")
                        : List.of(strategy.requiredText("key")))
                .orElse(DEFAULT_KEY);
        return new QueryProperties.Chunking(
                limit == Limit.CHARACTERS, component.integer("property_limit").filter(most -> most > 0), key);
    }

    private static List<Transformation> selection(Component selector) {
        return selector.children("transformations").stream()
                .map(TransformationParser::parse)
                .toList();
    }
}
