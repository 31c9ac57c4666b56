package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.Injection;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.PartitionRouter.ListRouter;
import dev.ingest.connector.manifest.PartitionRouter.ListValues;
import dev.ingest.connector.manifest.PartitionRouter.ParentStream;
import dev.ingest.connector.manifest.PartitionRouter.SubstreamRouter;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Enumerates the partitions of a stream; parents are read page by page while their children are. */
final class Partitions {
    private final ApiClient client;
    private final Scope scope;
    private int count;

    Partitions(ApiClient client, Scope scope) {
        this.client = client;
        this.scope = scope;
    }

    void forEach(List<PartitionRouter> routers, Consumer<Partition> visitor) {
        if (routers.isEmpty()) {
            visitor.accept(Partition.WHOLE);
            return;
        }
        // The first router streams; those it is multiplied with are read once and kept.
        List<List<Partition>> others =
                routers.subList(1, routers.size()).stream().map(this::collect).toList();
        each(routers.getFirst(), partition -> multiply(partition, others, visitor));
    }

    private void multiply(Partition partition, List<List<Partition>> others, Consumer<Partition> visitor) {
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
            case SubstreamRouter(var parents) -> parents.forEach(parent -> each(parent, counted(visitor)));
        }
    }

    private Consumer<Partition> counted(Consumer<Partition> visitor) {
        int most = client.session().limits().maxPartitions();
        return partition -> {
            if (++count > most) {
                throw new ReadException(
                        ReadException.Kind.CONFIG, "more than " + most + " partitions (limit: maxPartitions)");
            }
            visitor.accept(partition);
        };
    }

    private void each(ListRouter router, Consumer<Partition> visitor) {
        String field = router.cursorField().text(scope);
        for (Value value : values(router.values())) {
            Value.Dict fields = Value.dict(Map.of(field, value));
            visitor.accept(
                    new Partition(fields, Value.emptyDict(), injections(router.option(), value, "the partition")));
        }
    }

    private List<Value> values(ListValues values) {
        return switch (values) {
            case ListValues.Fixed(var fixed) ->
                fixed.stream().map(value -> value.value(scope)).toList();
            case ListValues.Computed(var template) -> computed(template);
        };
    }

    private List<Value> computed(Interpolated template) {
        return switch (template.value(scope)) {
            case Value.Items(var values) -> values;
            case Value.Tuple(var values) -> values;
            case Value other ->
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": gives no list (expected the partitions' values)");
        };
    }

    /** A value that Python counts as false is not injected. */
    private static List<Injection> injections(Optional<RequestOption> option, Value value, String owner) {
        return option.filter(present -> Python.truth(value))
                .map(present -> List.of(new Injection(present, value, owner)))
                .orElse(List.of());
    }

    private void each(ParentStream parent, Consumer<Partition> visitor) {
        String field = parent.partitionField().text(scope);
        new StreamRead(client, parent.stream(), scope)
                .forEachRecord((partition, record) -> Paths.find(record, parent.parentKey())
                        .ifPresent(value -> visitor.accept(child(parent, field, value, partition, record))));
    }

    private static Partition child(
            ParentStream parent, String field, Value value, Partition partition, Value.Dict record) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put(field, value);
        fields.put("parent_slice", partition.fields());
        Map<String, Value> extra = new LinkedHashMap<>();
        for (List<String> path : parent.extraFields()) {
            extra.put(String.join(".", path), Paths.find(record, path).orElse(Value.NONE));
        }
        return new Partition(
                Value.dict(fields), Value.dict(extra), injections(parent.option(), value, "the parent's partition"));
    }
}
