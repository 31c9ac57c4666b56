package dev.ingest.connector.manifest;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.Extensions;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a manifest: YAML, references, parameters, then typed records. What this version cannot read faithfully is
 * refused here, never while reading an API.
 *
 * <p>{@code concurrency_level} is read over on purpose: it says how many workers the field's own runtime starts, and here
 * the scheduler decides which slices run side by side.
 */
public final class Manifest {
    private Manifest() {}

    /** @throws ManifestException naming the component at fault by its path */
    public static Source parse(String yaml, Extensions extensions) {
        Value.Dict resolved = References.resolve(ManifestText.parse(yaml));
        return Component.of("", Parameters.propagate(resolved), new Loading(extensions))
                .<Source>by(Map.of("DeclarativeSource", Manifest::source));
    }

    private static Source source(Component source) {
        source.refuse("dynamic_streams", "api_budget", "stream_groups");
        List<StreamDefinition> streams = streams(source);
        Spec spec = source.child("spec")
                .map(child -> child.<Spec>by(Map.of("Spec", Manifest::spec)))
                .orElse(Spec.NONE);
        Source.Check check = source.requiredChild("check").by(Map.of("CheckStream", Manifest::check));
        Set<String> names =
                new HashSet<>(streams.stream().map(StreamDefinition::name).toList());
        for (String name : check.streamNames()) {
            if (!names.contains(name)) {
                throw new ManifestException("check.stream_names", "names the unknown stream '" + name + "'");
            }
        }
        Compatibility compatibility = source.choice("compatibility", Compatibility.class, Compatibility::spelling)
                .orElse(Compatibility.DEFAULT);
        return new Source(source.text("version").orElse(""), compatibility, streams, spec, check);
    }

    private static List<StreamDefinition> streams(Component source) {
        List<StreamDefinition> streams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Component child : source.children("streams")) {
            StreamDefinition stream = StreamParser.parse(child);
            if (!names.add(stream.name())) {
                throw new ManifestException(child.path(), "a second stream is named '" + stream.name() + "'");
            }
            streams.add(stream);
        }
        if (streams.isEmpty()) {
            throw new ManifestException("streams", "is empty (expected at least one stream)");
        }
        return List.copyOf(streams);
    }

    private static Spec spec(Component spec) {
        spec.refuse("config_normalization_rules");
        Value given = spec.value("connection_specification").orElse(Value.NONE);
        return given instanceof Value.Dict schema ? new Spec(schema) : Spec.NONE;
    }

    private static Source.Check check(Component check) {
        check.refuse("dynamic_streams_check_configs");
        return new Source.Check(
                check.list("stream_names").stream().map(Python::str).toList());
    }
}
