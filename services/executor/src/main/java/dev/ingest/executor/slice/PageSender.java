package dev.ingest.executor.slice;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends an attempt's records as page envelopes. Records keep their bytes and their order; an envelope holds as many as the batch
 * hint and Kafka's message size allow. Some envelopes travel at once; a full window waits for the oldest. A record
 * that is too large for that is stored, and its envelope says where. One over the limit is a dead letter: what there is of it is stored.
 */
final class PageSender {
    /** Most envelopes that are sent and not acknowledged. */
    static final int IN_FLIGHT_MAX = 16;

    private final String tenant;
    private final TableRef table;
    private final SliceAttempt attempt;
    private final int batch;
    private final Publisher publisher;
    private final Store claims;
    private final Deque<CompletionStage<?>> inFlight = new ArrayDeque<>();
    private final List<byte[]> held = new ArrayList<>();
    private int heldBytes;
    private int pages;
    private long records;

    /** Sends an envelope; completes when it is durable. */
    interface Publisher {
        CompletionStage<?> publish(Envelope envelope);
    }

    /** Stores a record; it is durable when this returns. */
    interface Store {
        Claim put(byte[] record);
    }

    PageSender(String tenant, TableRef table, SliceAttempt attempt, int batch, Publisher publisher, Store claims) {
        this.tenant = tenant;
        this.table = table;
        this.attempt = attempt;
        this.batch = batch;
        this.publisher = publisher;
        this.claims = claims;
    }

    /** Sends the records of one page of the source. They are copied once, into the envelope that travels. */
    void send(List<byte[]> page) {
        for (byte[] record : page) {
            if (record.length > Claim.RECORD_BYTES_FROM) {
                flush();
                publish(claimed(record));
                continue;
            }
            int bytes = record.length + 1;
            if (held.size() == batch || heldBytes + bytes > Envelope.MAX_BODY_BYTES) {
                flush();
            }
            held.add(record);
            heldBytes += bytes;
        }
    }

    /** Sends what there is of records that were too large to be read: they count, and become dead letters. */
    void refuse(List<Oversized> oversized) {
        for (Oversized record : oversized) {
            publish(claimed(record.start()).refused(record.reason()));
        }
    }

    private void flush() {
        if (held.isEmpty()) {
            return;
        }
        publish(new Envelope(
                tenant, table, attempt.stream(), Operation.UPSERT, Optional.of(nextPage()), held.size(), body()));
        held.clear();
        heldBytes = 0;
    }

    /** The object is there before anybody can hear of it. */
    private Envelope claimed(byte[] record) {
        Claim claim = claims.put(record);
        return Envelope.claimed(tenant, table, attempt.stream(), Operation.UPSERT, Optional.of(nextPage()), claim);
    }

    private Envelope.Page nextPage() {
        return new Envelope.Page(attempt, pages + 1);
    }

    private void publish(Envelope envelope) {
        if (inFlight.size() == IN_FLIGHT_MAX) {
            await(inFlight.remove());
        }
        pages++;
        records += envelope.records();
        inFlight.add(publisher.publish(envelope));
    }

    private byte[] body() {
        byte[] body = new byte[heldBytes];
        int end = 0;
        for (byte[] record : held) {
            System.arraycopy(record, 0, body, end, record.length);
            end += record.length;
            body[end++] = '\n';
        }
        return body;
    }

    /** Sends what is left and waits until everything is durable. */
    void finish() {
        flush();
        while (!inFlight.isEmpty()) {
            await(inFlight.remove());
        }
    }

    private static void await(CompletionStage<?> sent) {
        try {
            sent.toCompletableFuture().join();
        } catch (CompletionException failure) {
            throw new NotDurableException("an envelope was not acknowledged", failure.getCause());
        }
    }

    /** How many page envelopes were sent. */
    int pages() {
        return pages;
    }

    /** How many records were in them. */
    long records() {
        return records;
    }

    /** Kafka or the tenant's store did not take something: the attempt is worth nothing. */
    static final class NotDurableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotDurableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
