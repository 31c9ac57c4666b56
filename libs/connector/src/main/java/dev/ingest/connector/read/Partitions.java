package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.PartitionRouter.GroupingRouter;
import dev.ingest.connector.manifest.PartitionRouter.ListRouter;
import dev.ingest.connector.manifest.PartitionRouter.ListValues;
import dev.ingest.connector.manifest.PartitionRouter.SubstreamRouter;
import dev.ingest.connector.manifest.PartitionRouter.UnionRouter;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Enumerates the partitions of a stream; parents are read page by page while their children are. */
final class Partitions {
    private final StreamRead reads;
    private final ParentStreams parents;
    private int count;

    /**
     * @param saved the stream's state, which holds that of its parents
     * @param gate runs before each request for a parent, and may throw to stop
     */
    Partitions(StreamRead reads, Value.Dict saved, Runnable gate) {
        this.reads = reads;
        this.parents = new ParentStreams(reads, saved, gate);
    }

    void forEach(Consumer<Partition> visitor) {
        List<PartitionRouter> routers = reads.routers();
        if (routers.isEmpty()) {
            visitor.accept(Partition.WHOLE);
            return;
        }
        // The first router streams; those it is multiplied with are read once and kept.
        List<List<Partition>> others =
                routers.subList(1, routers.size()).stream().map(this::collect).toList();
        each(routers.getFirst(), partition -> multiply(partition, others, visitor));
    }

    /** The states of the parents, once all partitions have been visited; empty where the router keeps none. */
    Optional<Value> parentStates() {
        return reads.routers().size() == 1 ? parents.states(reads.routers().getFirst()) : Optional.empty();
    }

    private static void multiply(Partition partition, List<List<Partition>> others, Consumer<Partition> visitor) {
        if (others.isEmpty()) {
            visitor.accept(partition);
            return;
        }
        for (Partition other : others.getFirst()) {
            multiply(partition.and(other), others.subList(1, others.size()), visitor);
        }
    }

    private List<Partition> collect(PartitionRouter router) {
        List<Partition> all = new ArrayList<>();
        each(router, all::add);
        return all;
    }

    private void each(PartitionRouter router, Consumer<Partition> visitor) {
        switch (router) {
            case ListRouter list -> each(list, counted(visitor));
            case SubstreamRouter(var streams) -> streams.forEach(parent -> parents.each(parent, counted(visitor)));
            case PartitionRouter.Custom(var replacement) -> {
                Consumer<Partition> each = counted(visitor);
                replacement.partitions(
                        reads.client().access(reads.scope()),
                        fields -> each.accept(Partition.of(fields, Value.emptyDict())));
            }
            case GroupingRouter grouping -> {
                PartitionGroups groups = new PartitionGroups(grouping, visitor);
                each(grouping.underlying(), groups::add);
                groups.end();
            }
            case UnionRouter(var field, var routers) -> {
                PartitionUnion union = new PartitionUnion(field.path(), field.text(reads.scope()), visitor);
                routers.forEach(inner -> each(inner, union::add));
            }
        }
    }

    private Consumer<Partition> counted(Consumer<Partition> visitor) {
        int most = reads.client().session().limits().maxPartitions();
        return partition -> {
            if (++count > most) {
                throw new ReadException(
                        ReadException.Kind.CONFIG, "more than " + most + " partitions (limit: maxPartitions)");
            }
            visitor.accept(partition);
        };
    }

    private void each(ListRouter router, Consumer<Partition> visitor) {
        String field = router.cursorField().text(reads.scope());
        for (Value value : values(router.values())) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put(field, value);
            visitor.accept(Partition.of(Value.dict(fields), Value.emptyDict()));
        }
    }

    private List<Value> values(ListValues values) {
        return switch (values) {
            case ListValues.Fixed(var fixed) ->
                fixed.stream().<Value>map(Value::of).toList();
            case ListValues.Computed(var template) -> computed(template);
        };
    }

    private List<Value> computed(Interpolated template) {
        return switch (template.value(reads.scope())) {
            case Value.Items(var values) -> values;
            case Value.Tuple(var values) -> values;
            case Value other ->
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": gives no list (expected the partitions' values)");
        };
    }
}
