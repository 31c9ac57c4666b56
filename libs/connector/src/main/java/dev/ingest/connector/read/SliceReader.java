package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Plans the slices of a stream and reads them. */
public final class SliceReader {
    private final StreamDefinition stream;
    private final Value.Dict config;

    public SliceReader(StreamDefinition stream, Value.Dict config) {
        this.stream = stream;
        this.config = config;
    }

    /**
     * The slices from a checkpoint to now, oldest first. A stream with partitions is one slice: its partitions are only
     * known while it is read, and each goes on from a checkpoint of its own.
     *
     * @throws ReadException of kind CONFIG when the configuration's dates or the manifest's steps make no range
     */
    public List<Slice> plan(Clock clock, Optional<String> checkpoint) {
        Optional<CursorPlan> plan = stream.cursor().map(cursor -> new CursorPlan(cursor, Scope.of(config, clock)));
        if (plan.isEmpty() || !StreamRead.simple(stream.retriever()).routers().isEmpty()) {
            return List.of(new Slice(Optional.empty(), Optional.empty(), checkpoint));
        }
        Optional<Value> saved = Resume.base(checkpoint.map(CursorState::json));
        Optional<String> reached = state(plan, saved).of(Optional.empty());
        return plan.get().ranges(reached).stream()
                .map(range -> new Slice(range.start(), range.end(), saved.map(JsonText::compact)))
                .toList();
    }

    private static CursorState state(Optional<CursorPlan> plan, Optional<Value> saved) {
        String field = plan.map(cursor -> cursor.dates().field()).orElse("");
        return CursorState.parse(field, saved);
    }

    /** Reads a slice into a sink. */
    public SliceResult read(ApiClient client, Slice slice, PageSink sink) {
        HttpSession session = client.session();
        Scope scope = Scope.of(config, session.clock());
        try {
            StreamRead reads = new StreamRead(client, stream, scope);
            Optional<Value> saved = slice.cursor().map(CursorState::json);
            Optional<Value> base = Resume.base(saved);
            SliceRun.Checkpoints checkpoints =
                    new SliceRun.Checkpoints(base, state(reads.plan(), base), state(reads.plan(), Resume.state(saved)));
            return read(new SliceRun(client, stream, reads, slice, checkpoints, Resume.of(saved), sink));
        } catch (ReadException failed) {
            return new SliceResult.Failed(failed.kind(), session.redactor().redact(failed.reason()));
        } catch (EvaluationException | ExpressionException failed) {
            String reason = stream.name() + ": " + failed.getMessage();
            return new SliceResult.Failed(
                    ReadException.Kind.CONFIG, session.redactor().redact(reason));
        }
    }

    private SliceResult read(SliceRun run) {
        try {
            run.run();
            Optional<String> cursor = stream.cursor().map(incremental -> JsonText.compact(run.state()));
            return new SliceResult.Completed(cursor, run.pages(), run.records());
        } catch (DeferredException deferred) {
            return new SliceResult.Deferred(run.position(), deferred.notBefore(), run.pages(), run.records());
        }
    }
}
