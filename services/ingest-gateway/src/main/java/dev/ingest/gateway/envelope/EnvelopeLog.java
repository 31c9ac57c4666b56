package dev.ingest.gateway.envelope;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where envelopes become durable. */
@FunctionalInterface
public interface EnvelopeLog {
    /** Completes when every replica has the envelope, exceptionally if that is not known in time. */
    CompletionStage<@Nullable Void> append(Pushed envelope);
}
