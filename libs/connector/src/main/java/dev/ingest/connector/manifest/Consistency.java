package dev.ingest.connector.manifest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold between the parts of a manifest. */
final class Consistency {
    private Consistency() {}

    static void verify(Source source) {
        switch (source.check()) {
            case Check.Named named -> checkedStreamsExist(source, named);
            case Check.First first -> {}
        }
        source.groups().forEach(group -> noneBlocksItsParent(source, group));
    }

    private static void checkedStreamsExist(Source source, Check.Named check) {
        Set<String> names = source.streams().map(ManifestStream::name).collect(Collectors.toSet());
        for (String name : check.streams()) {
            // A template may make a stream of any name.
            if (!names.contains(name) && source.dynamic().isEmpty()) {
                throw new ManifestException("check.stream_names", "names the unknown stream '" + name + "'");
            }
        }
        Set<String> templates =
                source.dynamic().stream().map(DynamicStreams::name).collect(Collectors.toSet());
        for (Check.Generated generated : check.generated()) {
            if (!templates.contains(generated.name())) {
                throw new ManifestException(
                        "check.dynamic_streams_check_configs",
                        "names the unknown dynamic stream '" + generated.name() + "' (expected one of " + templates
                                + ")");
            }
        }
    }

    /** A stream that waits for its own parent would wait for ever. */
    private static void noneBlocksItsParent(Source source, StreamGroup group) {
        Set<String> members = new HashSet<>(group.streams());
        Map<String, Set<String>> ancestors = new HashMap<>();
        source.streams().forEach(stream -> ancestors.put(stream.name(), Parents.ancestors(stream.incremental())));
        for (String member : group.streams()) {
            for (String ancestor : ancestors.getOrDefault(member, Set.of())) {
                if (members.contains(ancestor)) {
                    throw new ManifestException(
                            "stream_groups." + group.name(),
                            "holds '" + member + "' and its parent '" + ancestor
                                    + "' (expected no stream beside its parent)");
                }
            }
        }
    }
}
