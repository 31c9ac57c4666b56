package dev.ingest.connector.manifest;

import dev.ingest.expression.Template;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a template can use by the component it stands in, as the language (CDK 7.28) supplies it there: root names, and
 * functions beside those that are everywhere. A name that no rendering could do without, and that is not there, is refused
 * when the manifest is loaded; one in a branch fails when it is evaluated.
 *
 * @param closed whether there is nothing beside {@code names}
 */
record RootNames(Set<String> names, Set<String> functions, boolean closed) {
    /** Where it is not known yet what there will be. */
    static final RootNames ANY = new RootNames(Set.of(), Set.of("json_loads"), false);

    private static final String REMOVED = "stream_state";
    private static final Set<String> EVERYWHERE = Set.of("config", "parameters");
    private static final Set<String> SLICE = Set.of("stream_slice", "stream_interval", "stream_partition");
    private static final Set<String> JOB = Set.of("creation_response", "polling_response", "download_target");
    private static final RootNames CONFIG = of();
    private static final RootNames REQUEST = of(SLICE, JOB, Set.of("next_page_token"));
    private static final RootNames TOKEN = new RootNames(EVERYWHERE, Set.of("json_loads"), true);
    private static final RootNames RECORD = of(SLICE, Set.of("record"));

    private static final Map<String, RootNames> BY_TYPE = Map.ofEntries(
            Map.entry("HttpRequester", REQUEST),
            Map.entry("RequestBodyJsonObject", REQUEST),
            Map.entry("RequestBodyUrlEncodedForm", REQUEST),
            Map.entry("RequestBodyPlainText", REQUEST),
            Map.entry("RequestBodyGraphQlQuery", REQUEST),
            Map.entry("SimpleRetriever", of(Set.of("response", "headers"))),
            Map.entry("CursorPagination", of(Set.of("response", "headers", "last_record", "last_page_size"))),
            Map.entry("OffsetIncrement", of(Set.of("response"))),
            Map.entry("HttpResponseFilter", of(Set.of("response", "headers"))),
            Map.entry("RecordFilter", of(SLICE, Set.of("record", "next_page_token"))),
            Map.entry("AddedFieldDefinition", RECORD),
            Map.entry("AddFields", of(SLICE, Set.of("record", "value", "path"))),
            Map.entry("KeysReplace", RECORD),
            Map.entry("RemoveFields", of(Set.of("property"))),
            Map.entry("ConfigAddFields", of(Set.of("value", "path"))),
            Map.entry("TypesMap", of(Set.of("raw_schema"))),
            Map.entry("ComponentMappingDefinition", of(SLICE, Set.of("components_values", "stream_template_config"))),
            Map.entry("ApiKey", of(Set.of("session_token"))),
            Map.entry("JwtAuthenticator", TOKEN),
            Map.entry("Jwt", TOKEN));

    @SafeVarargs
    private static RootNames of(Set<String>... parts) {
        Set<String> names = new TreeSet<>(EVERYWHERE);
        for (Set<String> part : parts) {
            names.addAll(part);
        }
        return new RootNames(Set.copyOf(names), Set.of(), true);
    }

    /** Those of a component's own fields. */
    static RootNames at(Component component) {
        return BY_TYPE.getOrDefault(component.type(), CONFIG);
    }

    /** What a template cannot be rendered without, though it is not there; of several, the first by name. */
    Optional<String> problem(Template template) {
        return new TreeSet<>(closed ? template.certainNames() : Set.of())
                .stream()
                        .filter(name -> !names.contains(name))
                        .findFirst()
                        .map(name -> "reads '" + name + "', which "
                                + (name.equals(REMOVED) ? "is no longer part of the language" : "is not available here")
                                + " (expected one of " + String.join(", ", new TreeSet<>(names)) + ")");
    }
}
