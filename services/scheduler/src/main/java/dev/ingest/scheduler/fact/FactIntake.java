package dev.ingest.scheduler.fact;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.scheduler.billing.UsageLedger;
import dev.ingest.scheduler.postgres.Outage;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Takes one message: applies it, or puts it aside where trying again cannot help. */
@Singleton
final class FactIntake {
    private static final Logger LOG = Logger.getLogger(FactIntake.class);
    private static final String USAGE = Event.type(UsageRecorded.class);

    private final EventCodec codec;
    private final FactHandler handler;
    private final UsageLedger ledger;
    private final FactErrors errors;
    private final FactSettings settings;
    private String lastFailed = "";
    private int attempts;

    FactIntake(EventCodec codec, FactHandler handler, UsageLedger ledger, FactErrors errors, FactSettings settings) {
        this.codec = codec;
        this.handler = handler;
        this.ledger = ledger;
        this.errors = errors;
        this.settings = settings;
    }

    /** Whether it is done with; if not, it is to be taken again later. Called by one thread. */
    boolean take(ConsumerRecord<byte[], byte[]> message) {
        Optional<Supplier<Uni<Void>>> work;
        try {
            work = message.value() == null ? Optional.empty() : work(message);
        } catch (IllegalArgumentException malformed) {
            return putAside(message, String.valueOf(malformed.getMessage()));
        }
        return work.isEmpty()
                ? putAside(message, "unknown type '%s'".formatted(EventCodec.type(message)))
                : apply(message, work.get());
    }

    private Optional<Supplier<Uni<Void>>> work(ConsumerRecord<byte[], byte[]> message) {
        if (EventCodec.type(message).equals(USAGE)) {
            UsageRecorded usage = codec.decode(UsageRecorded.class, message.value());
            return Optional.of(() -> ledger.book(usage));
        }
        return codec.fact(message).map(fact -> () -> handler.apply(fact));
    }

    private boolean apply(ConsumerRecord<byte[], byte[]> message, Supplier<Uni<Void>> work) {
        try {
            await(work);
            return true;
        } catch (IngestException refused) {
            return putAside(message, String.valueOf(refused.getMessage()));
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "a fact failed: offset=%d partition=%d", message.offset(), message.partition());
            // a good fact is not put aside because the database was away for long
            return !Outage.is(failure)
                    && failedBefore(message) >= settings.attemptsMax()
                    && putAside(message, String.valueOf(failure));
        }
    }

    private int failedBefore(ConsumerRecord<byte[], byte[]> message) {
        String position = "%s/%d/%d".formatted(message.topic(), message.partition(), message.offset());
        attempts = position.equals(lastFailed) ? attempts + 1 : 1;
        lastFailed = position;
        return attempts;
    }

    private boolean putAside(ConsumerRecord<byte[], byte[]> message, String reason) {
        try {
            await(() -> errors.keep(message, reason));
            return true;
        } catch (RuntimeException failure) {
            LOG.warn("a fact could not even be put aside; trying again", failure);
            return false;
        }
    }

    /** On a Vert.x context, which Hibernate Reactive needs. */
    private void await(Supplier<Uni<Void>> work) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> work.get().ifNoItem().after(settings.transactionMax()).fail());
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a fact's transaction failed", failure);
        }
    }
}
