package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.BodyCutOffException;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.Redactor;
import dev.ingest.connector.http.Unforeseen;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Plans the slices of a stream and reads them. */
public final class SliceReader {
    /** A response that was cut off so often without getting further is given up with the next time. */
    static final int CUT_OFFS_MAX = 3;

    private final StreamDefinition stream;
    private final Value.Dict config;
    private final Compatibility compatibility;

    public SliceReader(StreamDefinition stream, Value.Dict config, Compatibility compatibility) {
        this.stream = stream;
        this.config = config;
        this.compatibility = compatibility;
    }

    /**
     * The slices from a checkpoint to now, oldest first; one without bounds where nothing lies between them: reading it
     * asks for what is new by then. A stream with partitions is one slice: its partitions are only known while it is read, and each goes on from a checkpoint of its own. So is
     * one that counts: nobody knows where it ends.
     *
     * @throws ReadException of kind CONFIG when the configuration's dates or the manifest's steps make no range
     */
    public List<Slice> plan(Clock clock, Optional<String> checkpoint) {
        boolean isCut = stream.cursor().filter(DatetimeCursor.class::isInstance).isPresent()
                && stream.retriever().routers().isEmpty();
        if (!isCut) {
            return List.of(new Slice(Optional.empty(), Optional.empty(), checkpoint));
        }
        Scope scope = Scope.of(config, clock);
        Optional<Value> saved = Resume.base(checkpoint.map(Resume::parse));
        DatetimeCursor cursor = (DatetimeCursor) stream.cursor().orElseThrow();
        CursorDates dates = new CursorDates(cursor, scope, clock.instant(), compatibility);
        Intervals read = Intervals.of(SavedState.migrated(saved, stream.migrations(), scope), dates);
        List<CursorRange> ranges = CursorPlan.ranges(cursor, dates, read);
        if (ranges.isEmpty()) {
            return List.of(new Slice(Optional.empty(), Optional.empty(), checkpoint));
        }
        return ranges.stream()
                .map(range -> new Slice(
                        range.start().map(Python::str), range.end().map(Python::str), saved.map(JsonText::compact)))
                .toList();
    }

    /** Reads a slice into a sink; throws what the sink throws, and nothing else. */
    public SliceResult read(ApiClient client, Slice slice, PageSink sink) {
        Redactor redactor = client.session().redactor();
        try {
            return attempt(client, slice, SinkException.marking(sink));
        } catch (SinkException failed) {
            throw failed.thrown();
        } catch (ReadException failed) {
            return new SliceResult.Failed(failed.kind(), redactor.redact(failed.reason()));
        } catch (EvaluationException | ExpressionException failed) {
            String reason = stream.name() + ": " + failed.getMessage();
            return new SliceResult.Failed(ReadException.Kind.CONFIG, redactor.redact(reason));
        } catch (RuntimeException unforeseen) {
            ReadException failure = Unforeseen.failure(unforeseen, redactor);
            return new SliceResult.Failed(failure.kind(), stream.name() + ": " + failure.reason());
        }
    }

    private SliceResult attempt(ApiClient client, Slice slice, PageSink sink) {
        HttpSession session = client.session();
        Scope scope = Scope.of(config, session.clock());
        Optional<Value> cursor = slice.cursor().map(Resume::parse);
        Optional<Value> base = Resume.base(cursor);
        Resume from = Resume.of(cursor, session.clock().instant());
        Value.Dict saved = SavedState.migrated(base, stream.migrations(), scope);
        StreamRead reads = new StreamRead(client, stream, scope, from.began(), sink.pageRecordsMax());
        boolean says = compatibility == Compatibility.STRICT;
        Incremental incremental = reads.incremental(saved, planned(slice), says);
        return read(new SliceRun(reads, incremental, saved, from, sink), from, base);
    }

    private static Optional<CursorRange> planned(Slice slice) {
        return slice.start()
                .map(start -> new CursorRange(
                        Optional.of(Value.of(start)), slice.end().map(Value::of)));
    }

    private SliceResult read(SliceRun run, Resume from, Optional<Value> base) {
        try {
            run.run();
            return new SliceResult.Completed(
                    run.state().map(JsonText::compact), run.pages(), run.records(), run.reported());
        } catch (BodyCutOffException cut) {
            return deferred(run, afterCut(run.position(), from), cut, base);
        } catch (DeferredException deferred) {
            return deferred(run, run.position(), deferred, base);
        }
    }

    private static SliceResult deferred(SliceRun run, Resume place, DeferredException why, Optional<Value> base) {
        return new SliceResult.Deferred(place.toCursor(base), why.notBefore(), run.pages(), run.records());
    }

    /** A body is asked for from its beginning each time: one that takes longer than a slice has would be so for ever. */
    private Resume afterCut(Resume place, Resume from) {
        if (!place.isAt(from)) {
            return place;
        }
        int times = from.cutOffs() + 1;
        if (times > CUT_OFFS_MAX) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream.name() + ": a response is longer than the time there is to read it: it was cut off " + times
                            + " times without a record more than the time before (limit: CUT_OFFS_MAX, " + CUT_OFFS_MAX
                            + "); ask for less at once, with a step of the cursor, a page size or a filter");
        }
        return place.withCutOffs(times);
    }
}
