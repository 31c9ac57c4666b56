package dev.ingest.scheduler.run;

import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What planning runs takes, read for many at once.
 *
 * @param connectors the manifests' versions, by {@link #connector}
 * @param runs by the run's id
 */
record RunNeeds(Map<String, ConnectorVersion> connectors, Map<String, One> runs) {

    /**
     * One run's.
     *
     * @param connector the key of its connector's version
     * @param config without secrets
     * @param checkpoints of the streams that have slices to plan
     */
    record One(String connector, Map<String, Object> config, Map<String, Optional<String>> checkpoints) {}

    /** Within the caller's transaction. */
    static Uni<RunNeeds> of(String tenant, List<String> ids) {
        return Run.<Run>list("tenant = ?1 and id in ?2", tenant, ids)
                .chain(runs -> Pipeline.named(tenant, pipelines(runs))
                        .chain(pipelines -> connectors(tenant, pipelines.values())
                                .chain(connectors -> checkpoints(tenant, pipelines.keySet())
                                        .chain(checkpoints -> gaps(tenant, pipelines.keySet())
                                                .map(gaps -> new RunNeeds(
                                                        connectors,
                                                        runs.stream()
                                                                .collect(Collectors.toMap(
                                                                        run -> run.id,
                                                                        run -> one(
                                                                                run,
                                                                                Objects.requireNonNull(
                                                                                        pipelines.get(run.pipeline)),
                                                                                checkpoints,
                                                                                gaps)))))))));
    }

    private static Set<String> pipelines(List<Run> runs) {
        return runs.stream().map(run -> run.pipeline).collect(Collectors.toSet());
    }

    private static One one(
            Run run, Pipeline pipeline, Map<StreamKey, Optional<String>> checkpoints, Set<StreamKey> gaps) {
        Map<String, Optional<String>> planned = new LinkedHashMap<>();
        for (PipelineStream stream : pipeline.streams) {
            var key = new StreamKey(pipeline.name, stream.name());
            // One with failed slices fetches those first, its gap closes before it goes on. A full refresh fetches
            // everything.
            if (run.wants(stream.name()) && (stream.refreshes() || !gaps.contains(key))) {
                planned.put(stream.name(), checkpoints.getOrDefault(key, Optional.empty()));
            }
        }
        return new One(connector(pipeline), pipeline.config, planned);
    }

    private static String connector(Pipeline pipeline) {
        return pipeline.connector + "@" + pipeline.connectorVersion;
    }

    private static Uni<Map<String, ConnectorVersion>> connectors(String tenant, Iterable<Pipeline> pipelines) {
        Map<String, Pipeline> users = new HashMap<>();
        pipelines.forEach(pipeline -> users.put(connector(pipeline), pipeline));
        return Multi.createFrom()
                .iterable(users.values())
                .onItem()
                .transformToUniAndConcatenate(
                        user -> ConnectorVersion.required(tenant, user.connector, user.connectorVersion))
                .collect()
                .asMap(version -> version.name + "@" + version.version, Function.identity());
    }

    private static Uni<Map<StreamKey, Optional<String>>> checkpoints(String tenant, Set<String> pipelines) {
        return StreamState.ofPipelines(tenant, pipelines)
                .map(states -> states.stream()
                        .collect(Collectors.toMap(
                                state -> new StreamKey(state.pipeline, state.stream),
                                state -> Optional.ofNullable(state.checkpoint))));
    }

    private static Uni<Set<StreamKey>> gaps(String tenant, Set<String> pipelines) {
        return Slice.<Slice>list(
                        "tenant = ?1 and pipeline in ?2 and status = ?3", tenant, pipelines, SliceStatus.FAILED)
                .map(failed -> failed.stream()
                        .map(slice -> new StreamKey(slice.pipeline, slice.stream))
                        .collect(Collectors.toCollection(HashSet::new)));
    }
}
