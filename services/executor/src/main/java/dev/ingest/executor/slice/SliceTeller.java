package dev.ingest.executor.slice;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.platform.kafka.EventPublisher;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Tells what became of a slice, and waits until it is durable: the group's offset moves only after that. */
@Singleton
final class SliceTeller {
    private final EventPublisher events;

    SliceTeller(EventPublisher events) {
        this.events = events;
    }

    CompletionStage<?> records(Envelope envelope) {
        return events.records(envelope);
    }

    void marker(String tenant, TableRef table, Marker marker) {
        await(events.marker(tenant, table, marker));
    }

    void fact(Fact fact) {
        await(events.fact(fact));
    }

    private static void await(CompletionStage<?> sent) {
        try {
            sent.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw new PageSender.NotDurableException(failure.getCause());
        }
    }
}
