package dev.ingest.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.BudgetSpent;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.contracts.event.UsageRecorded;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.platform.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends events. A stage that completes means durable: every in-sync replica has it. Requests and records wake the service that
 * works on them, after they are acknowledged, so that the drain that follows sees them.
 */
@Singleton
public final class EventPublisher {
    private static final Runnable UNTRACED = () -> {};

    private final KafkaProducer<byte[], byte[]> producer;
    private final EventCodec codec;
    private final TopicNames names;
    private final WakeupWindow wakeups;
    private final Ulid ids = new Ulid(Clock.systemUTC());
    private final String source;
    private final RecordsFlow flow;
    private final RecordsMessages recordsMessages;
    private final EventMetrics metrics;
    private final Traces traces;

    EventPublisher(
            KafkaClients clients,
            KafkaSettings settings,
            EventCodec codec,
            TopicNames names,
            MeterRegistry registry,
            Traces traces,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.producer = clients.producer();
        this.flow = new RecordsFlow(producer, settings.bufferBytes(), System::nanoTime);
        this.codec = codec;
        this.names = names;
        this.traces = traces;
        this.metrics = new EventMetrics(registry, Clock.systemUTC());
        this.recordsMessages = new RecordsMessages(names.topic(Topics.RECORDS));
        this.source = "/ingest/" + application;
        this.wakeups = new WakeupWindow(settings.wakeupWindow(), this::sendWakeup);
    }

    /** Tells a fact. */
    public CompletionStage<@Nullable Void> fact(Fact fact) {
        return send(Topics.FACTS, fact.tenant(), fact).thenApply(sent -> null);
    }

    /** Tells what was used. */
    public CompletionStage<@Nullable Void> usage(UsageRecorded usage) {
        return send(Topics.USAGE, usage.tenant(), usage).thenApply(sent -> null);
    }

    /** Tells what a day's usage was. */
    public CompletionStage<@Nullable Void> billing(UsageBilled day) {
        return send(Topics.BILLING, day.tenant(), day).thenApply(sent -> null);
    }

    /** Asks for a slice, and wakes the executor; tells where the request is. */
    public CompletionStage<Sent> request(SliceRequested request) {
        return send(Topics.REQUESTS, request.key(), request).thenApply(sent -> {
            wake(new DrainPartition(Topics.REQUESTS, sent.partition()));
            return new Sent(sent.partition(), sent.offset());
        });
    }

    /** Tells what is left of a credential's budget; tells where that is. */
    public CompletionStage<Sent> budget(BudgetSpent budget) {
        return send(Topics.BUDGETS, budget.key(), budget).thenApply(sent -> new Sent(sent.partition(), sent.offset()));
    }

    /** Puts a marker among a table's records, and wakes the writer. */
    public CompletionStage<@Nullable Void> marker(String tenant, TableRef table, Marker marker) {
        return send(Topics.RECORDS, table.key(tenant), marker).thenApply(sent -> woken(Topics.RECORDS, sent));
    }

    /** Sends records, and wakes the writer. */
    public CompletionStage<@Nullable Void> records(Envelope envelope) {
        return records(envelope, Duration.ZERO);
    }

    /**
     * Sends records, and wakes the writer.
     *
     * @param patience how long after the acknowledgement it may be left asleep, so that more becomes one commit
     */
    public CompletionStage<@Nullable Void> records(Envelope envelope, Duration patience) {
        var result = new CompletableFuture<@Nullable Void>();
        ProducerRecord<byte[], byte[]> message = recordsMessages.of(envelope);
        Runnable durable = traces.on() ? traced(message, envelope) : UNTRACED;
        hand(message, (sent, failure) -> {
            if (failure == null) {
                durable.run();
                flow.acknowledged();
                wakeups.wake(new DrainPartition(Topics.RECORDS, sent.partition()), patience);
                result.complete(null);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** A page goes on with its slice's trace; with what is posted one begins. */
    private Runnable traced(ProducerRecord<byte[], byte[]> message, Envelope envelope) {
        if (envelope.page().isPresent()) {
            traces.into(message.headers());
            return UNTRACED;
        }
        return traces.begun(
                message.headers(),
                "post",
                Map.of("table", envelope.key(), "records", String.valueOf(envelope.records())));
    }

    /**
     * Puts a message on {@link Topics#PARKED}, to wait for its table.
     *
     * @param partition the one that it was on among the records
     */
    public CompletionStage<@Nullable Void> parked(
            int partition, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        var result = new CompletableFuture<@Nullable Void>();
        hand(
                new ProducerRecord<>(names.topic(Topics.PARKED), partition, null, key, value, headers),
                (sent, failure) -> {
                    if (failure == null) {
                        result.complete(null);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    /** Whether {@link #records} would return at once: an event loop may not call it otherwise. */
    public boolean takesRecordsAtOnce() {
        return flow.isFree();
    }

    /** Wakes a partition, at once or at the end of its window. */
    public void wake(DrainPartition wakeup) {
        wakeups.wake(wakeup, Duration.ZERO);
    }

    private @Nullable Void woken(String topic, RecordMetadata sent) {
        wake(new DrainPartition(topic, sent.partition()));
        return null;
    }

    private void sendWakeup(DrainPartition wakeup) {
        String topic =
                switch (wakeup.topic()) {
                    case Topics.REQUESTS -> Topics.WAKEUPS_EXECUTOR;
                    case Topics.RECORDS -> Topics.WAKEUPS_WRITER;
                    default -> throw new IllegalArgumentException("nobody drains topic " + wakeup.topic());
                };
        String key = Integer.toString(wakeup.partition());
        // A wakeup that is lost costs time, never data: the scheduler's tick makes it good.
        var ignored = send(message(topic, wakeup.partition(), key, wakeup));
    }

    private CompletableFuture<RecordMetadata> send(String topic, String key, Event event) {
        ProducerRecord<byte[], byte[]> message = message(topic, null, key, event);
        if (event instanceof SliceRequested asked) {
            traces.into(message.headers(), asked.run());
        } else {
            traces.into(message.headers());
        }
        return send(message).thenApply(sent -> {
            metrics.told(event);
            return sent;
        });
    }

    private ProducerRecord<byte[], byte[]> message(String topic, @Nullable Integer partition, String key, Event event) {
        var message = new ProducerRecord<>(names.topic(topic), partition, key.getBytes(UTF_8), codec.encode(event));
        headers(event).forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        return message;
    }

    private CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
        var result = new CompletableFuture<RecordMetadata>();
        hand(message, (sent, failure) -> {
            if (failure == null) {
                result.complete(sent);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private void hand(ProducerRecord<byte[], byte[]> message, Callback callback) {
        try {
            var ignored = producer.send(message, callback);
        } catch (KafkaException | IllegalStateException refused) {
            callback.onCompletion(null, refused);
        }
    }

    /** The attributes of the CloudEvents Kafka protocol binding, binary mode. */
    private Map<String, String> headers(Event event) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EnvelopeHeaders.CE_TYPE, event.type());
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", ids.next());
        headers.put("ce_source", source);
        headers.put("content-type", "application/json");
        return headers;
    }

    @PreDestroy
    void close() {
        wakeups.close();
        producer.close();
    }
}
