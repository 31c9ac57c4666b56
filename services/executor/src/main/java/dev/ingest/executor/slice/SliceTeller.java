package dev.ingest.executor.slice;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.platform.kafka.EventPublisher;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Tells what became of a slice, and waits until it is durable: the group's offset moves only after that. Envelopes of all slices
 * together stay below a number of bytes until they are acknowledged; whoever brings more waits.
 */
@Singleton
final class SliceTeller {
    private final EventPublisher events;
    private final Semaphore room;

    SliceTeller(EventPublisher events, SliceSettings settings) {
        this.events = events;
        // An envelope alone always fits.
        this.room = new Semaphore(Math.max(settings.inFlightBytes(), Envelope.MAX_BODY_BYTES));
    }

    /** Sends an attempt's envelope, as soon as there is room for it. */
    CompletionStage<?> records(Envelope envelope, Outlet of) {
        int bytes = envelope.body().length;
        // Kafka acknowledges or gives up in time, so room is always given back.
        room.acquireUninterruptibly(bytes);
        try {
            return of.send(() -> events.records(envelope)).whenComplete((sent, failure) -> room.release(bytes));
        } catch (RuntimeException unsent) {
            room.release(bytes);
            throw unsent;
        }
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
            throw new PageSender.NotDurableException("an event was not acknowledged", failure.getCause());
        }
    }
}
