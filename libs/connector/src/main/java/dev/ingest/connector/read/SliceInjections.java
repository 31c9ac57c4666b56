package dev.ingest.connector.read;

import dev.ingest.connector.http.Injection;
import dev.ingest.connector.manifest.CountingCursor;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamCursor;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What partition and range put into requests: of several for one place the first router's stays, the cursor's wins. */
final class SliceInjections {
    private static final String OWNER = "the stream's slice";

    private final Scope scope;
    private final Map<Target, Injection> all = new LinkedHashMap<>();

    private record Target(RequestOption.Place place, List<String> path) {}

    private SliceInjections(Scope scope) {
        this.scope = scope;
    }

    static List<Injection> of(
            List<PartitionRouter> routers,
            Optional<StreamCursor> cursor,
            Partition partition,
            CursorRange range,
            Scope scope) {
        SliceInjections injections = new SliceInjections(scope);
        routers.forEach(router -> injections.router(router, partition.fields()));
        cursor.ifPresent(present -> injections.cursor(present, range));
        return List.copyOf(injections.all.values());
    }

    private void router(PartitionRouter router, Value.Dict fields) {
        Map<Target, Injection> own = new LinkedHashMap<>();
        switch (router) {
            case PartitionRouter.ListRouter list ->
                put(own, list.option(), fields.at(list.cursorField().text(scope)));
            case PartitionRouter.SubstreamRouter(var parents) ->
                parents.forEach(parent -> put(
                        own, parent.option(), fields.at(parent.partitionField().text(scope))));
            case PartitionRouter.GroupingRouter grouping -> {}
            case PartitionRouter.Custom custom -> {}
            case PartitionRouter.UnionRouter union -> {}
        }
        own.forEach(all::putIfAbsent);
    }

    /** A value that Python counts as false is not injected. */
    private void put(Map<Target, Injection> into, Optional<RequestOption> option, Optional<Value> value) {
        option.ifPresent(present -> value.filter(Python::truth)
                .ifPresent(given -> into.put(target(present), new Injection(present, given, OWNER))));
    }

    private Target target(RequestOption option) {
        return new Target(
                option.place(),
                option.fields().stream().map(field -> field.text(scope)).toList());
    }

    private void cursor(StreamCursor cursor, CursorRange range) {
        switch (cursor) {
            case DatetimeCursor dates -> {
                bound(dates.startOption(), range.start());
                bound(dates.endOption(), range.end());
            }
            case CountingCursor numbers -> bound(numbers.startOption(), range.start());
        }
    }

    private void bound(Optional<RequestOption> option, Optional<Value> value) {
        option.ifPresent(
                present -> value.ifPresent(given -> all.put(target(present), new Injection(present, given, OWNER))));
    }
}
