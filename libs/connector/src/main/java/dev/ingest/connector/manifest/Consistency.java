package dev.ingest.connector.manifest;

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
}
