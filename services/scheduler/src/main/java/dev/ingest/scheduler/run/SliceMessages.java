package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.tuning.Hint;
import dev.ingest.scheduler.tuning.Tuning;
import java.util.Optional;

/** What the executor is asked. */
final class SliceMessages {
    private SliceMessages() {}

    static SliceRequested of(Slice slice, Pipeline pipeline, RunStream stream, StreamState state, Tuning.Hints hints) {
        Hint hint = hints.of(slice.pipeline, slice.stream, stream.table());
        return new SliceRequested(
                slice.tenant,
                pipeline.credential,
                slice.pipeline,
                slice.run,
                slice.stream,
                slice.id,
                slice.number,
                pipeline.connector,
                pipeline.connectorVersion,
                stream.table(),
                slice.bounds().start(),
                slice.bounds().end(),
                Optional.ofNullable(slice.resume)
                        .or(() -> slice.repeats() ? Optional.empty() : Optional.ofNullable(state.checkpoint)),
                hint.batch(),
                hint.slices());
    }
}
