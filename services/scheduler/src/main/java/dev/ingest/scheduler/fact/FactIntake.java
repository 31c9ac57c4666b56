package dev.ingest.scheduler.fact;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.Fact;
import dev.ingest.platform.kafka.EventCodec;
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

    private final EventCodec codec;
    private final FactHandler handler;
    private final FactErrors errors;
    private final FactSettings settings;
    private String lastFailed = "";
    private int attempts;

    FactIntake(EventCodec codec, FactHandler handler, FactErrors errors, FactSettings settings) {
        this.codec = codec;
        this.handler = handler;
        this.errors = errors;
        this.settings = settings;
    }

    /** Whether it is done with; if not, it is to be taken again later. Called by one thread. */
    boolean take(ConsumerRecord<byte[], byte[]> message) {
        Optional<Fact> fact;
        try {
            fact = message.value() == null ? Optional.empty() : codec.fact(message);
        } catch (IllegalArgumentException malformed) {
            return putAside(message, String.valueOf(malformed.getMessage()));
        }
        return fact.isEmpty()
                ? putAside(message, "unknown type '%s'".formatted(EventCodec.type(message)))
                : apply(message, fact.get());
    }

    private boolean apply(ConsumerRecord<byte[], byte[]> message, Fact fact) {
        try {
            await(() -> handler.apply(fact));
            return true;
        } catch (IngestException refused) {
            return putAside(message, String.valueOf(refused.getMessage()));
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "fact at offset %d of partition %d failed", message.offset(), message.partition());
            // a good fact is not put aside because the database was away for long
            return !Outage.is(failure)
                    && failedBefore(message) >= settings.attemptsMax()
                    && putAside(message, String.valueOf(failure));
        }
    }

    private int failedBefore(ConsumerRecord<byte[], byte[]> message) {
        String position = message.partition() + "/" + message.offset();
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
