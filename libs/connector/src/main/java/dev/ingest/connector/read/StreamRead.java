package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.CountingCursor;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.PartitionRouter;
import dev.ingest.connector.manifest.Retriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What reading one stream in one pass needs: its partitions, its cursor, and pages for each range. */
final class StreamRead {
    private final ApiClient client;
    private final StreamDefinition stream;
    private final Scope scope;
    private final Instant began;
    private final int givenRecordsMax;
    private final Optional<PropertyChunks> properties;

    /** @param givenRecordsMax of a page that is given on while its response arrives */
    StreamRead(ApiClient client, StreamDefinition stream, Scope scope, Instant began, int givenRecordsMax) {
        this.client = client;
        this.stream = stream;
        this.scope = scope;
        this.began = began;
        this.givenRecordsMax = givenRecordsMax;
        this.properties = properties(stream.retriever());
    }

    ApiClient client() {
        return client;
    }

    Scope scope() {
        return scope;
    }

    Instant began() {
        return began;
    }

    StreamDefinition stream() {
        return stream;
    }

    List<PartitionRouter> routers() {
        return stream.retriever().routers();
    }

    /** The same pass over another stream. */
    StreamRead of(StreamDefinition other) {
        return new StreamRead(client, other, scope, began, GivenPages.RECORDS_MAX);
    }

    /**
     * The cursor of this pass.
     *
     * @param saved the state it begins with, in this stream's form
     * @param planned the one slice to read; empty for all that is left
     * @param says whether a stream without a cursor leaves a state too
     */
    Incremental incremental(Value.Dict saved, Optional<CursorRange> planned, boolean says) {
        if (stream.cursor().isEmpty()) {
            return new Incremental.Never(says);
        }
        return switch (stream.cursor().get()) {
            case CountingCursor counting -> new CountingRead(counting, scope, saved);
            case DatetimeCursor cursor -> {
                CursorDates dates = new CursorDates(cursor, scope, began, client.compatibility());
                yield routers().isEmpty()
                        ? new DatetimeRead(cursor, dates, Intervals.of(saved, dates), planned)
                        : new PartitionedRead(
                                cursor,
                                dates,
                                new PartitionStates(dates, isGlobal(cursor), saved),
                                began,
                                scope.clock()::instant);
            }
        };
    }

    /** Groups differ from pass to pass, so that none has a state worth keeping. */
    private boolean isGlobal(DatetimeCursor cursor) {
        return cursor.global()
                || routers().size() == 1 && routers().getFirst() instanceof PartitionRouter.GroupingRouter;
    }

    PageSource pages(Partition partition, CursorRange range) {
        return pages(start -> sliced(partition, start.map(range::from).orElse(range)));
    }

    private PageSource pages(Sliced.Window window) {
        return switch (stream.retriever()) {
            case Retriever.SimpleRetriever simple ->
                new PageLoop(client, stream, simple, window, properties, givenRecordsMax);
            case Retriever.Custom custom ->
                new CustomPages(
                        client, stream, custom, window.from(Optional.empty()).scope());
            case Retriever.AsyncRetriever async ->
                new JobLoop(client, stream, async, window.from(Optional.empty()), givenRecordsMax);
        };
    }

    private Optional<PropertyChunks> properties(Retriever retriever) {
        return retriever instanceof Retriever.SimpleRetriever simple
                ? simple.properties().map(given -> PropertyNames.chunks(client, given, stream, scope))
                : Optional.empty();
    }

    private Sliced sliced(Partition partition, CursorRange range) {
        Map<String, Value> bounds = bounds(range);
        for (String name : bounds.keySet()) {
            if (partition.fields().at(name).isPresent()) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        stream.path() + ": '" + name + "' is a field of the partition and of the cursor (expected"
                                + " different names)");
            }
        }
        return new Sliced(
                scope.with("stream_slice", partition.slice(bounds)),
                SliceInjections.of(routers(), stream.cursor(), partition, range, scope),
                partition.firstPage());
    }

    /** Every record from the beginning to now, with its partition. */
    void forEachRecord(BiConsumer<Partition, Value.Dict> visitor) {
        Incremental incremental = incremental(Value.emptyDict(), Optional.empty(), false);
        new Partitions(this, Value.emptyDict(), () -> {})
                .forEach(partition ->
                        records(incremental, partition, () -> {}, record -> visitor.accept(partition, record)));
    }

    /** The records of a partition that the cursor has not seen before. */
    void records(Incremental incremental, Partition partition, Runnable gate, Consumer<Value.Dict> visitor) {
        List<CursorRange> ranges = incremental.open(partition);
        for (CursorRange range : ranges) {
            RangeCursor cursor = incremental.range(range, Optional.empty());
            pages(partition, range)
                    .run(
                            Optional.empty(),
                            gate,
                            cursor,
                            page -> cursor.accept(page).forEach(each -> visitor.accept(record(each))));
            cursor.close();
        }
        if (!ranges.isEmpty()) {
            incremental.close();
        }
    }

    /** Whoever needs it may be another stream, so the failure says whose it is. */
    private Value.Dict record(Selected selected) {
        selected.oversized().ifPresent(part -> {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "stream %s has %s; what follows from its fields cannot be read"
                            .formatted(stream.name(), part.reason()));
        });
        return selected.record();
    }

    private Map<String, Value> bounds(CursorRange range) {
        Map<String, Value> bounds = new LinkedHashMap<>();
        stream.cursor().ifPresent(given -> {
            String start = "start";
            String end = "end";
            if (given instanceof DatetimeCursor cursor) {
                start = cursor.startField().text(scope);
                end = cursor.endField().text(scope);
            }
            bound(start, range.start(), bounds);
            bound(end, range.end(), bounds);
        });
        return bounds;
    }

    private static void bound(String name, Optional<Value> value, Map<String, Value> bounds) {
        value.ifPresent(given -> bounds.put(name, given));
    }
}
