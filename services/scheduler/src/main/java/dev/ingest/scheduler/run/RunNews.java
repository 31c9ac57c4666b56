package dev.ingest.scheduler.run;

import dev.ingest.contracts.TableRef;
import dev.ingest.scheduler.destination.SnowflakeReader;
import dev.ingest.scheduler.destination.SnowflakeReaders;
import dev.ingest.scheduler.notification.Event;
import dev.ingest.scheduler.notification.Outbox;
import dev.ingest.scheduler.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells how a run ended, to whoever goes on with its tables. Within the caller's transaction. */
@Singleton
final class RunNews {
    private final Outbox outbox;
    private final SnowflakeReaders readers;

    RunNews(Outbox outbox, SnowflakeReaders readers) {
        this.outbox = outbox;
        this.readers = readers;
    }

    Uni<Void> ended(Run run, List<RunStream> streams) {
        return switch (run.state()) {
            case RunState.Succeeded() ->
                outbox.tell(
                        run.tenant,
                        Event.RUN_SUCCEEDED,
                        run.id,
                        () -> reader(run).map(reader -> succeeded(run, streams, reader)));
            case RunState.PartlyFailed() -> outbox.tell(run.tenant, Event.RUN_FAILED, run.id, failed(run, streams));
            case RunState.Failed() -> outbox.tell(run.tenant, Event.RUN_FAILED, run.id, failed(run, streams));
            // whoever cancelled it knows
            case RunState.Cancelled(String by) -> Uni.createFrom().voidItem();
            case RunState.Active active -> Uni.createFrom().voidItem();
        };
    }

    private static Map<String, Object> of(Run run) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("pipeline", run.pipeline);
        data.put("run", run.id);
        data.put("status", run.state().text());
        data.put("requestedAt", run.requestedAt.toString());
        Optional.ofNullable(run.finishedAt).ifPresent(at -> data.put("finishedAt", at.toString()));
        data.put("link", "/api/v1/runs/" + run.id);
        return data;
    }

    private Uni<Optional<SnowflakeReader>> reader(Run run) {
        return Pipeline.required(run.tenant, run.pipeline)
                .chain(pipeline -> readers.of(run.tenant, pipeline.destination));
    }

    private static Map<String, Object> succeeded(Run run, List<RunStream> streams, Optional<SnowflakeReader> reader) {
        Map<String, Object> data = of(run);
        data.put("rows", streams.stream().mapToLong(stream -> stream.rows).sum());
        data.put("tables", streams.stream().map(stream -> table(stream, reader)).toList());
        return data;
    }

    /** A snapshot's id is text, because it has 63 bits. */
    private static Map<String, Object> table(RunStream stream, Optional<SnowflakeReader> reader) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("stream", stream.stream);
        table.put("namespace", stream.namespace);
        table.put("table", stream.tableName);
        table.put("rows", stream.rows);
        table.put("bytes", stream.bytes);
        Optional.ofNullable(stream.snapshot).ifPresent(id -> table.put("snapshotId", String.valueOf(id)));
        var known = new TableRef(stream.namespace, stream.tableName);
        reader.flatMap(found -> found.refresh(known)).ifPresent(sql -> table.put("refresh", sql));
        reader.flatMap(found -> found.autoRefresh(known)).ifPresent(sql -> table.put("autoRefresh", sql));
        return table;
    }

    private static Map<String, Object> failed(Run run, List<RunStream> streams) {
        Map<String, Object> data = of(run);
        data.put(
                "errors",
                streams.stream()
                        .flatMap(stream -> stream.errors.stream()
                                .map(error -> Map.of(
                                        "stream",
                                        stream.stream,
                                        "kind",
                                        error.kind().name(),
                                        "message",
                                        error.message())))
                        .toList());
        return data;
    }
}
