package dev.ingest.connector.manifest;

import dev.ingest.connector.Compatibility;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole manifest.
 *
 * @param name tells connectors apart that share a session; empty where there is but one
 * @param compatibility what the manifest says, or what its loader said instead
 * @param declared streams written down, in the manifest's order
 * @param dynamic streams made from templates once there is a configuration
 * @param asyncJobs how many jobs of the API run at once; absent for one
 */
public record Source(
        String name,
        String version,
        Compatibility compatibility,
        List<DeclaredStream> declared,
        List<DynamicStreams> dynamic,
        List<StreamGroup> groups,
        Optional<Concurrency> concurrency,
        Optional<Interpolated> asyncJobs,
        Spec spec,
        Check check,
        Optional<ApiBudget> budget) {
    public Optional<ManifestStream> stream(String name) {
        return declared.stream()
                .map(DeclaredStream::stream)
                .filter(stream -> stream.name().equals(name))
                .findFirst();
    }

    public Source with(Compatibility chosen) {
        return new Source(
                name, version, chosen, declared, dynamic, groups, concurrency, asyncJobs, spec, check, budget);
    }

    /** The same under a name, which its budget has too. */
    public Source named(String given) {
        Optional<ApiBudget> own = budget.map(each -> each.of(given));
        return new Source(
                given, version, compatibility, declared, dynamic, groups, concurrency, asyncJobs, spec, check, own);
    }

    /** The group a stream belongs to. */
    public Optional<String> group(String stream) {
        return groups.stream()
                .filter(group -> group.streams().contains(stream))
                .map(StreamGroup::name)
                .findFirst();
    }

    Stream<ManifestStream> streams() {
        return declared.stream().map(DeclaredStream::stream);
    }
}
