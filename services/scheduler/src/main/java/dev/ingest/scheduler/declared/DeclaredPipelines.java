package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.StreamInfo;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineRequest;
import dev.ingest.scheduler.pipeline.PipelineResource;
import dev.ingest.scheduler.pipeline.PipelineStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pipelines. What the manifest says of a stream anyway is not said again. */
@Singleton
final class DeclaredPipelines implements Kind {
    private static final String AFTER = "after ";

    private final PipelineResource pipelines;
    private final Items items;

    DeclaredPipelines(PipelineResource pipelines, Items items) {
        this.pipelines = pipelines;
        this.items = items;
    }

    @Override
    public String field() {
        return "pipelines";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(pipelines.within(name(item))).map(found -> found.map(DeclaredPipelines::configured));
    }

    /** Without what the platform moves by itself. */
    private static Present configured(Present present) {
        ObjectNode view = present.view().deepCopy();
        view.remove(List.of("nextRunAt", "paused"));
        return new Present(view, present.tag());
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return pipelines
                .put(
                        name(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, PipelineRequest.class, "name"))
                .replaceWithVoid();
    }

    @Override
    public List<JsonNode> inOrder(List<JsonNode> all) {
        return Following.ordered(all, this::name, DeclaredPipelines::upstream);
    }

    private static @Nullable String upstream(JsonNode item) {
        String schedule = item.path("schedule").asText().strip();
        return schedule.startsWith(AFTER) ? schedule.substring(AFTER.length()).strip() : null;
    }

    /** Each after the one that it follows. */
    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return Pipeline.ofTenant(tenant)
                .map(rows -> Following.ordered(rows, row -> row.name, row -> row.upstream))
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(row -> item(tenant, row))
                        .collect()
                        .asList());
    }

    private Uni<ObjectNode> item(String tenant, Pipeline row) {
        return ConnectorVersion.required(tenant, row.connector, row.connectorVersion)
                .chain(of -> ConnectorVersion.newest(tenant, row.connector)
                        .map(newest -> item(row, of, newest.orElseThrow().version == row.connectorVersion)));
    }

    private ObjectNode item(Pipeline row, ConnectorVersion of, boolean newest) {
        ObjectNode item = items.of(PipelineResource.View.of(row), "nextRunAt", "paused", "streams");
        if (newest) {
            item.remove("version");
        }
        ArrayNode streams = item.putArray("streams");
        row.streams.forEach(stream -> streams.add(stream(
                stream,
                of.streams.stream()
                        .filter(info -> info.name().equals(stream.name()))
                        .findFirst())));
        return item;
    }

    private ObjectNode stream(PipelineStream stream, Optional<StreamInfo> info) {
        ObjectNode item = items.of(stream, "table");
        if (info.filter(known -> known.key().equals(stream.key())).isPresent()) {
            item.remove("key");
        }
        if (info.filter(known -> known.cursor().equals(stream.cursor())).isPresent()) {
            item.remove("cursor");
        }
        return item;
    }
}
