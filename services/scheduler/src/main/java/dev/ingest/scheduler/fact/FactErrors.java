package dev.ingest.scheduler.fact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.scheduler.postgres.TenantRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Puts messages aside that cannot be applied, so that they block nobody and somebody can look at them. */
@Singleton
final class FactErrors {
    private static final Logger LOG = Logger.getLogger(FactErrors.class);
    private static final int BODY_CHARACTERS_MAX = 64 * 1024;
    private static final String INSERT = """
            insert into fact_error (id, type, body, reason, heard_at)
            values (:id, :type, :body, :reason, :at) on conflict (id) do nothing""";

    private final TenantRows rows;
    private final Clock clock;
    private final MeterRegistry registry;

    FactErrors(TenantRows rows, Clock clock, MeterRegistry registry) {
        this.rows = rows;
        this.clock = clock;
        this.registry = registry;
    }

    Uni<Void> keep(ConsumerRecord<byte[], byte[]> message, String reason) {
        String id = "%s/%d/%d".formatted(message.topic(), message.partition(), message.offset());
        LOG.warnf("fact put aside: fact=%s reason=%s", id, reason);
        registry.counter("ingest.facts.put.aside").increment();
        return rows.ofNobody(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT)
                        .setParameter("id", id)
                        .setParameter("type", EventCodec.type(message))
                        .setParameter("body", body(message))
                        .setParameter("reason", reason)
                        .setParameter("at", clock.instant())
                        .executeUpdate())
                .replaceWithVoid());
    }

    /** As text that Postgres takes: it knows no character 0. */
    private static String body(ConsumerRecord<byte[], byte[]> message) {
        String text = message.value() == null ? "" : new String(message.value(), UTF_8).replace("\0", "\uFFFD");
        return text.substring(0, Math.min(text.length(), BODY_CHARACTERS_MAX));
    }
}
