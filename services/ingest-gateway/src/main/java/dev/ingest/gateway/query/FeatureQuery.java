package dev.ingest.gateway.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Timer;
import dev.ingest.gateway.feature.EntityColumns;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Reads the newest rows of entities. */
public final class FeatureQuery {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Limits limits;
    private final Function<String, List<FeatureViewSpec>> views;
    private final Visibility visibility;
    private final OnlineStore store;
    private final Timer timer;
    private final LongSupplier nanos;

    /**
     * @param rows most rows of one query
     * @param store how long the online store may take
     */
    public record Limits(int rows, Duration store) {}

    /** @param views a tenant's feature views; may block */
    public FeatureQuery(
            Limits limits,
            Function<String, List<FeatureViewSpec>> views,
            Visibility visibility,
            OnlineStore store,
            Timer timer,
            LongSupplier nanos) {
        this.limits = limits;
        this.views = views;
        this.visibility = visibility;
        this.store = store;
        this.timer = timer;
        this.nanos = nanos;
    }

    /**
     * @param complete whether every row could be looked up
     * @param json the answer, but for its request id
     */
    public record Answer(boolean complete, ObjectNode json) {}

    /** Why a row has no values though it might have some. Source: the Query API's clients. */
    private enum Problem {
        MISSING_INPUT,
        TIME_OUT
    }

    /**
     * Answers a query. Features of an entity that nothing is known of are null.
     *
     * @param roles what the caller is
     * @throws IngestException {@code INVALID_ARGUMENT}, {@code NOT_FOUND}, {@code PERMISSION_DENIED}; the stage fails with {@code
     *     UNAVAILABLE} if the store cannot be asked
     */
    public CompletionStage<Answer> query(String tenant, Set<String> roles, byte[] body) {
        long started = nanos.getAsLong();
        QueryRequest request = QueryRequest.parse(body, limits.rows());
        FeatureViewSpec view = view(tenant, request);
        List<SeenFeature> features = visibility.features(view, roles, request.features());
        List<Optional<String>> keys = keys(view, request);
        List<String> wanted = keys.stream().flatMap(Optional::stream).distinct().toList();
        return found(view, wanted).thenApply(rows -> {
            ObjectNode answer = answer(request, features, results(features, keys, rows));
            if (request.diagnostics()) {
                answer.putObject("diagnostics").put("total_ms", (nanos.getAsLong() - started) / NANOS_PER_MILLI);
            }
            return new Answer(rows.isPresent() && keys.stream().allMatch(Optional::isPresent), answer);
        });
    }

    private FeatureViewSpec view(String tenant, QueryRequest request) {
        if (request.group()) {
            throw IngestException.notFound("feature group", request.name() + " " + request.version());
        }
        List<FeatureViewSpec> known = views.apply(tenant);
        return known.stream()
                .filter(view ->
                        view.name().equals(request.name()) && view.version().equals(request.version()))
                .findFirst()
                .or(() -> folded(known, request))
                .filter(FeatureViewSpec::online)
                .orElseThrow(() -> IngestException.notFound("feature view", request.name() + " " + request.version()));
    }

    /** Without regard to case, unless two would be meant. */
    private static Optional<FeatureViewSpec> folded(List<FeatureViewSpec> known, QueryRequest request) {
        List<FeatureViewSpec> alike = known.stream()
                .filter(view -> view.name().equalsIgnoreCase(request.name())
                        && view.version().equalsIgnoreCase(request.version()))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private static List<Optional<String>> keys(FeatureViewSpec view, QueryRequest request) {
        var columns = new EntityColumns(view);
        List<Optional<String>> keys = new ArrayList<>();
        for (JsonNode entity : request.entities()) {
            String at = "request_rows[%d].entity".formatted(keys.size());
            keys.add(columns.key(at, name -> parser(entity, name)));
        }
        return keys;
    }

    private static Optional<JsonParser> parser(JsonNode entity, String name) {
        JsonNode value = Optional.ofNullable(entity.get(name)).orElseGet(() -> folded(entity, name));
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.traverse());
    }

    private static JsonNode folded(JsonNode entity, String name) {
        return entity.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(JsonNodeFactory.instance::missingNode);
    }

    /** The rows that there are; nothing if the store took too long. */
    private CompletionStage<Optional<Map<String, OnlineRow>>> found(FeatureViewSpec view, List<String> keys) {
        if (keys.isEmpty()) {
            return CompletableFuture.completedStage(Optional.of(Map.of()));
        }
        try {
            var id = new ViewId(view.tenant(), view.name(), view.version());
            return timer.limit(store.get(id, keys), limits.store())
                    .thenApply(Optional::of)
                    .exceptionallyCompose(FeatureQuery::silent);
        } catch (StoreBusyException full) {
            return CompletableFuture.failedStage(unavailable(full));
        }
    }

    private static CompletionStage<Optional<Map<String, OnlineRow>>> silent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof TimeoutException
                ? CompletableFuture.completedStage(Optional.empty())
                : CompletableFuture.failedStage(unavailable(cause));
    }

    private static IngestException unavailable(Throwable cause) {
        return new IngestException(ErrorCode.UNAVAILABLE, "the online store cannot be asked now", cause);
    }

    private static ArrayNode results(
            List<SeenFeature> features, List<Optional<String>> keys, Optional<Map<String, OnlineRow>> rows) {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        for (Optional<String> key : keys) {
            ObjectNode result = results.addObject();
            if (key.isEmpty()) {
                result.put("status", Problem.MISSING_INPUT.name());
            } else if (rows.isEmpty()) {
                result.put("status", Problem.TIME_OUT.name());
            }
            JsonNode row = key.flatMap(entity -> rows.map(found -> found.get(entity)))
                    .map(found -> StoredRow.tree(found.json()))
                    .orElseGet(JsonNodeFactory.instance::objectNode);
            ArrayNode values = result.putArray("features");
            features.forEach(feature -> values.add(FeatureValue.seen(
                    feature.column(), feature.mask(), row.path(feature.column().name()))));
        }
        return results;
    }

    private static ObjectNode answer(QueryRequest request, List<SeenFeature> features, ArrayNode results) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("results", results);
        ArrayNode described = answer.putObject("metadata").putArray("features");
        for (SeenFeature feature : features) {
            ObjectNode each = described.addObject();
            if (request.names()) {
                each.put("name", feature.column().name());
            }
            if (request.types()) {
                RestType.write(feature.column(), each);
            }
        }
        return answer;
    }
}
