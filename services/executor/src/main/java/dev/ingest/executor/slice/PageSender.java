package dev.ingest.executor.slice;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends an attempt's records as page envelopes. Records keep their bytes and their order; an envelope holds as many as the batch
 * hint and Kafka's message size allow. Some envelopes travel at once; a full window waits for the oldest.
 */
final class PageSender {
    /** Most envelopes that are sent and not acknowledged. */
    static final int IN_FLIGHT_MAX = 16;

    private final String tenant;
    private final TableRef table;
    private final SliceAttempt attempt;
    private final int batch;
    private final Publisher publisher;
    private final Deque<CompletionStage<?>> inFlight = new ArrayDeque<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int bodyRecords;
    private int pages;
    private long records;

    /** Sends an envelope; completes when it is durable. */
    interface Publisher {
        CompletionStage<?> publish(Envelope envelope);
    }

    PageSender(String tenant, TableRef table, SliceAttempt attempt, int batch, Publisher publisher) {
        this.tenant = tenant;
        this.table = table;
        this.attempt = attempt;
        this.batch = batch;
        this.publisher = publisher;
    }

    /** Sends the records of one page of the source. */
    void send(List<byte[]> page) {
        for (byte[] record : page) {
            if (record.length + 1 > Envelope.MAX_BODY_BYTES) {
                throw new RecordTooLargeException(record.length, Envelope.MAX_BODY_BYTES);
            }
            if (bodyRecords == batch || body.size() + record.length + 1 > Envelope.MAX_BODY_BYTES) {
                flush();
            }
            body.writeBytes(record);
            body.write('\n');
            bodyRecords++;
        }
    }

    private void flush() {
        if (bodyRecords == 0) {
            return;
        }
        if (inFlight.size() == IN_FLIGHT_MAX) {
            await(inFlight.remove());
        }
        pages++;
        records += bodyRecords;
        inFlight.add(publisher.publish(new Envelope(
                tenant,
                table,
                attempt.stream(),
                Operation.UPSERT,
                Optional.of(new Envelope.Page(attempt, pages)),
                bodyRecords,
                body.toByteArray())));
        body.reset();
        bodyRecords = 0;
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
            throw new NotDurableException(failure.getCause());
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

    /** A record that no envelope can hold. */
    static final class RecordTooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RecordTooLargeException(int bytes, int bytesMax) {
            super("a record has %d bytes (expected: less than %d)".formatted(bytes, bytesMax));
        }
    }

    /** Kafka did not acknowledge an envelope: the attempt is worth nothing. */
    static final class NotDurableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotDurableException(@Nullable Throwable cause) {
            super("an envelope was not acknowledged", cause);
        }
    }
}
