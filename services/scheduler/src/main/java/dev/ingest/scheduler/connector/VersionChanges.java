package dev.ingest.scheduler.connector;

import dev.ingest.contracts.config.ColumnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an upgrade of a connector changes.
 *
 * @param from the version before
 * @param to the version after
 * @param added streams that are new
 * @param dropped streams that are gone
 * @param changed streams that differ
 * @param pipelines the pipelines that run the connector, and what they would lose
 */
@Schema(name = "ConnectorChanges")
public record VersionChanges(
        int from,
        int to,
        List<String> added,
        List<String> dropped,
        List<StreamChange> changed,
        List<PipelineChange> pipelines) {

    /**
     * @param name the stream's name
     * @param what in words, one sentence each
     */
    public record StreamChange(String name, List<String> what) {}

    /**
     * @param name the pipeline's name
     * @param version the version that it runs
     * @param loses streams that it reads and that are gone
     */
    public record PipelineChange(String name, int version, List<String> loses) {}

    static VersionChanges of(ConnectorVersion from, ConnectorVersion to, List<StreamUses.Use> uses) {
        Set<String> before = names(from);
        Set<String> after = names(to);
        return new VersionChanges(
                from.version,
                to.version,
                after.stream().filter(name -> !before.contains(name)).sorted().toList(),
                before.stream().filter(name -> !after.contains(name)).sorted().toList(),
                from.streams.stream()
                        .flatMap(stream -> changed(stream, to).stream())
                        .toList(),
                pipelines(uses, after));
    }

    private static Set<String> names(ConnectorVersion version) {
        return version.streams.stream().map(StreamInfo::name).collect(Collectors.toSet());
    }

    private static List<PipelineChange> pipelines(List<StreamUses.Use> uses, Set<String> after) {
        List<PipelineChange> changes = new ArrayList<>();
        uses.stream()
                .collect(Collectors.groupingBy(StreamUses.Use::pipeline, java.util.TreeMap::new, Collectors.toList()))
                .forEach((pipeline, streams) -> changes.add(new PipelineChange(
                        pipeline,
                        streams.getFirst().version(),
                        streams.stream()
                                .map(StreamUses.Use::stream)
                                .filter(stream -> !after.contains(stream))
                                .toList())));
        return changes;
    }

    private static Optional<StreamChange> changed(StreamInfo before, ConnectorVersion to) {
        return to.streams.stream()
                .filter(after -> after.name().equals(before.name()))
                .findFirst()
                .map(after -> new StreamChange(before.name(), differences(before, after)))
                .filter(change -> !change.what().isEmpty());
    }

    private static List<String> differences(StreamInfo before, StreamInfo after) {
        List<String> what = new ArrayList<>();
        if (!before.key().equals(after.key())) {
            what.add("key: was %s, is %s".formatted(before.key(), after.key()));
        }
        if (!before.cursor().equals(after.cursor())) {
            what.add("cursor: was %s, is %s"
                    .formatted(before.cursor().orElse("none"), after.cursor().orElse("none")));
        }
        if (before.incremental() != after.incremental()) {
            what.add("incremental: was %s, is %s".formatted(before.incremental(), after.incremental()));
        }
        before.columns().forEach(column -> column(column, after).ifPresent(what::add));
        after.columns().stream()
                .filter(column -> named(column.name(), before).isEmpty())
                .forEach(column -> what.add("column '%s' of type %s is new".formatted(column.name(), column.type())));
        return what;
    }

    private static Optional<String> column(ColumnSpec before, StreamInfo after) {
        return named(before.name(), after)
                .map(column -> column.type().equals(before.type())
                        ? Optional.<String>empty()
                        : Optional.of(
                                "column '%s': was %s, is %s".formatted(before.name(), before.type(), column.type())))
                .orElseGet(() -> Optional.of("column '%s' is gone; the table keeps it".formatted(before.name())));
    }

    private static Optional<ColumnSpec> named(String name, StreamInfo stream) {
        return stream.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }
}
