package dev.ingest.executor.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.testkit.LocalStack;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The running executor, as the scheduler and Kafka see it. */
@Singleton
public class Executor {
    private static final int PARTITIONS = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final EventPublisher events;
    private final EventCodec codec;
    private final KafkaClients clients;
    private final TopicNames names;
    private final ObjectMapper json;
    private final String scheduler;

    Executor(
            EventPublisher events,
            EventCodec codec,
            KafkaClients clients,
            TopicNames names,
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.rest-client.scheduler.url") String scheduler) {
        this.events = events;
        this.codec = codec;
        this.clients = clients;
        this.names = names;
        this.json = json;
        this.scheduler = scheduler;
    }

    /** Says what the control plane knows: a connector of version 1. */
    public void connector(String tenant, String name, String manifest) {
        known("/internal/v1/tenants/%s/connectors/%s/1".formatted(tenant, name), manifest);
    }

    /** Says where a table is. */
    public void table(TableSpec table) {
        known(
                "/internal/v1/tenants/%s/tables/%s/%s"
                        .formatted(
                                table.tenant(),
                                table.table().namespace(),
                                table.table().name()),
                text(table));
    }

    public void pipeline(PipelineSpec pipeline) {
        known("/internal/v1/tenants/%s/pipelines/%s".formatted(pipeline.tenant(), pipeline.name()), text(pipeline));
    }

    /** Says where the tenant's manifests may reach, by their addresses. */
    public void allow(String tenant, String... urls) {
        List<String> allowed = java.util.Arrays.stream(urls)
                .map(url -> URI.create(url).getAuthority())
                .toList();
        known("/internal/v1/tenants/%s/egress".formatted(tenant), text(new EgressSpec(tenant, allowed)));
    }

    private void known(String path, String answer) {
        HttpResponse<String> put = send(HttpRequest.newBuilder(URI.create(scheduler + path))
                .PUT(HttpRequest.BodyPublishers.ofString(answer))
                .build());
        if (put.statusCode() != 204) {
            throw new IllegalStateException(put.toString());
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** A post to the executor. */
    public HttpResponse<String> post(String path, String token, String body) {
        return send(HttpRequest.newBuilder(url(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public static URI url(String path) {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class) + path);
    }

    /** Asks for slices, and wakes every partition until they are drained. */
    public void drained(SliceRequested... requests) {
        for (SliceRequested request : requests) {
            var ignored = events.request(request).toCompletableFuture().join();
        }
        String token = LocalStack.shared().token("service-scheduler");
        for (int partition = 0; partition < PARTITIONS; partition++) {
            HttpResponse<String> answer = post("/wakeups", token, wakeup(Topics.REQUESTS, partition));
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        }
    }

    public static String wakeup(String topic, int partition) {
        return "{\"topic\":\"%s\",\"partition\":%d}".formatted(topic, partition);
    }

    /** Everything on a topic. */
    public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test", "earliest")) {
            List<TopicPartition> partitions = consumer.partitionsFor(names.topic(topic)).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofSeconds(30)).forEach(messages::add);
            }
        }
        return messages;
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String tenant, TableRef table) {
        return all(Topics.RECORDS).stream()
                .filter(message -> new String(message.key(), UTF_8).equals(table.key(tenant)))
                .toList();
    }

    public List<Envelope> envelopes(String tenant, TableRef table) {
        return of(tenant, table).stream()
                .filter(message -> EnvelopeHeaders.areOf(EventCodec.type(message)))
                .map(message ->
                        EnvelopeHeaders.read(name -> EventCodec.header(message.headers(), name), message.value()))
                .toList();
    }

    public List<Marker> markers(String tenant, TableRef table) {
        return of(tenant, table).stream()
                .flatMap(message -> codec.marker(message).stream())
                .toList();
    }

    public <F extends Fact> List<F> facts(Class<F> type) {
        return all(Topics.FACTS).stream()
                .flatMap(message -> codec.fact(message).stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
