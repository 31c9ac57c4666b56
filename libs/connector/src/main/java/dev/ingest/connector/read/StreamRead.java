package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.Injection;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Retriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What reading one stream needs: its partitions, its cursor's ranges, and pages for each. */
final class StreamRead {
    private final ApiClient client;
    private final StreamDefinition stream;
    private final Retriever.SimpleRetriever retriever;
    private final Scope scope;
    private final Optional<CursorPlan> plan;

    StreamRead(ApiClient client, StreamDefinition stream, Scope scope) {
        this.client = client;
        this.stream = stream;
        this.retriever = simple(stream.retriever());
        this.scope = scope;
        this.plan = stream.cursor().map(cursor -> new CursorPlan(cursor, scope));
    }

    static Retriever.SimpleRetriever simple(Retriever retriever) {
        return switch (retriever) {
            case Retriever.SimpleRetriever simple -> simple;
        };
    }

    Optional<CursorPlan> plan() {
        return plan;
    }

    Partitions partitions() {
        return new Partitions(client, scope);
    }

    Retriever.SimpleRetriever retriever() {
        return retriever;
    }

    List<CursorRange> ranges(Optional<String> checkpoint) {
        return plan.map(cursor -> cursor.ranges(checkpoint)).orElse(List.of(CursorRange.UNBOUNDED));
    }

    PageLoop pages(Partition partition, CursorRange range) {
        List<Injection> injections = new ArrayList<>(partition.injections());
        Map<String, Value> bounds = new LinkedHashMap<>();
        stream.cursor().ifPresent(cursor -> bound(cursor, range, bounds, injections));
        Scope sliced = scope.with("stream_slice", partition.slice(bounds));
        return new PageLoop(client, stream, retriever, sliced, injections);
    }

    private void bound(
            DatetimeCursor cursor, CursorRange range, Map<String, Value> bounds, List<Injection> injections) {
        range.start().map(Value::of).ifPresent(start -> {
            bounds.put(cursor.startField().text(scope), start);
            inject(cursor.startOption(), start, injections);
        });
        range.end().map(Value::of).ifPresent(end -> {
            bounds.put(cursor.endField().text(scope), end);
            inject(cursor.endOption(), end, injections);
        });
    }

    private static void inject(Optional<RequestOption> option, Value value, List<Injection> injections) {
        option.ifPresent(present -> injections.add(new Injection(present, value, "the incremental slice")));
    }

    /** Every record from the start to now: how a parent is read. */
    void forEachRecord(BiConsumer<Partition, Value.Dict> visitor) {
        partitions().forEach(retriever.routers(), partition -> {
            for (CursorRange range : ranges(Optional.empty())) {
                pages(partition, range).run(Optional.empty(), () -> {}, page -> {
                    page.records().forEach(each -> visitor.accept(partition, each.record()));
                    return true;
                });
            }
        });
    }
}
