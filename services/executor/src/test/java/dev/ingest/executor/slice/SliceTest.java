package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = ExecutorStack.class, restrictToAnnotatedClass = true)
class SliceTest {
    private static final int PARTITIONS = 4;
    private static final int CUSTOMERS = 5000;

    private final LocalStack stack = LocalStack.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Each test has a table of its own, so that it finds its own messages. */
    private final TableRef table =
            new TableRef("shop", "t" + UUID.randomUUID().toString().replace("-", ""));

    @TestHTTPResource("/wakeups")
    URI wakeups;

    @Inject
    EventPublisher events;

    @Inject
    EventCodec codec;

    @Inject
    KafkaClients clients;

    @Inject
    TopicNames names;

    @Inject
    SecretStore secrets;

    @BeforeEach
    void credential() {
        secrets.write("demo", "shop", Map.of("client_id", "demo", "client_secret", stack.sampleApiSecret()));
    }

    @AfterEach
    void calm() throws IOException, InterruptedException {
        mode("normal");
    }

    private void mode(String mode) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(stack.sampleApi() + "/admin/mode"))
                .POST(HttpRequest.BodyPublishers.ofString(mode))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private SliceRequested request(String pipeline, String stream) {
        return new SliceRequested(
                "demo",
                "shop",
                pipeline,
                "run-1",
                stream,
                "slice-" + table.name(),
                1,
                "orders",
                1,
                table,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1000);
    }

    private void drained(SliceRequested request) throws IOException, InterruptedException {
        events.request(request).toCompletableFuture().join();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            HttpResponse<String> answer = wake(partition, "Bearer " + stack.token("service-scheduler"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private HttpResponse<String> wake(int partition, String authorization) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(wakeups)
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"topic\":\"%s\",\"partition\":%d}".formatted(Topics.REQUESTS, partition)))
                .build());
    }

    private List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.add(new TopicPartition(names.topic(topic), partition));
        }
        List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test", "earliest")) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofSeconds(30)).forEach(messages::add);
            }
        }
        return messages;
    }

    private List<ConsumerRecord<byte[], byte[]>> ofTable() {
        return all(Topics.RECORDS).stream()
                .filter(message -> new String(message.key(), UTF_8).equals(table.key("demo")))
                .toList();
    }

    private List<Envelope> envelopes() {
        return ofTable().stream()
                .filter(message -> EventCodec.type(message).equals(EnvelopeHeaders.TYPE))
                .map(message ->
                        EnvelopeHeaders.read(name -> EventCodec.header(message.headers(), name), message.value()))
                .toList();
    }

    private List<Marker> markers() {
        return ofTable().stream()
                .flatMap(message -> codec.marker(message).stream())
                .toList();
    }

    private <F extends Fact> List<F> facts(Class<F> type) {
        return all(Topics.FACTS).stream()
                .flatMap(message -> codec.fact(message).stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private SliceFailed failure() {
        return facts(SliceFailed.class).stream()
                .filter(fact -> fact.attempt().slice().equals("slice-" + table.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sliceBecomesPagesAndAMarkerWithTheirCounts() throws IOException, InterruptedException {
        drained(request("shop", "customers"));

        List<Envelope> pages = envelopes();
        assertThat(pages.stream().mapToInt(Envelope::records).sum()).isEqualTo(CUSTOMERS);
        assertThat(pages.stream().map(page -> page.page().orElseThrow().number()))
                .containsExactly(java.util.stream.IntStream.rangeClosed(1, pages.size())
                        .boxed()
                        .toArray(Integer[]::new));
        assertThat(new String(pages.getFirst().body(), UTF_8)
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .startsWith("{")
                .contains("\"email\"");
        assertThat(markers()).singleElement().isInstanceOfSatisfying(SliceCompleted.class, completed -> {
            assertThat(completed.pages()).isEqualTo(pages.size());
            assertThat(completed.records()).isEqualTo(CUSTOMERS);
            assertThat(completed.bytes()).isPositive();
            assertThat(completed.attempt())
                    .isEqualTo(pages.getFirst().page().orElseThrow().attempt());
        });
    }

    @Test
    void sameRequestTwiceIsTwoAttemptsOfOneSlice() throws IOException, InterruptedException {
        drained(request("shop", "customers"));
        drained(request("shop", "customers"));

        assertThat(markers()).hasSize(2).allSatisfy(marker -> assertThat(marker).isInstanceOf(SliceCompleted.class));
        assertThat(markers().stream()
                        .map(marker -> ((SliceCompleted) marker).attempt().attempt()))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void unknownStreamFailsTheSliceAndNamesThoseThereAre() throws IOException, InterruptedException {
        drained(request("shop", "nosuch"));

        assertThat(failure().kind()).isEqualTo(SliceFailed.Kind.CONFIG);
        assertThat(failure().message()).contains("nosuch").contains("customers");
        assertThat(markers()).singleElement().isInstanceOf(SliceAborted.class);
    }

    @Test
    void unknownPipelineFailsTheSlice() throws IOException, InterruptedException {
        drained(request("nosuch", "customers"));

        assertThat(failure().message()).isEqualTo("pipeline 'nosuch' does not exist");
    }

    @Test
    void credentialWithoutASecretFailsTheSlice() throws IOException, InterruptedException {
        secrets.delete("demo", "shop");
        drained(request("shop", "customers"));

        assertThat(failure().message()).contains("credential").contains("shop");
    }

    @Test
    void wrongSecretFailsTheSliceAsAuthAndIsInNoMessage() throws IOException, InterruptedException {
        // A credential of its own: the session of another may still hold a token that is good.
        secrets.write("demo", "wrong", Map.of("client_id", "demo", "client_secret", "wr0ng-s3cret"));
        SliceRequested right = request("shop", "customers");
        drained(new SliceRequested(
                "demo",
                "wrong",
                right.pipeline(),
                right.run(),
                right.stream(),
                right.slice(),
                1,
                "orders",
                1,
                table,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1000));

        assertThat(failure().kind()).isEqualTo(SliceFailed.Kind.AUTH);
        assertThat(failure().message()).doesNotContain("wr0ng-s3cret");
    }

    @Test
    void apiThatAsksToWaitAnHourDefersTheSliceAndBlocksNobody() throws IOException, InterruptedException {
        mode("exhausted");
        Instant before = Instant.now();
        drained(request("shop", "customers"));

        SliceDeferred deferred = facts(SliceDeferred.class).stream()
                .filter(fact -> fact.attempt().slice().equals("slice-" + table.name()))
                .findFirst()
                .orElseThrow();
        assertThat(deferred.notBefore()).isAfter(before.plus(Duration.ofMinutes(59)));
        assertThat(markers()).singleElement().isInstanceOf(SliceAborted.class);
    }

    @Test
    void apiThatAnswersAWebPageFailsTheSlice() throws IOException, InterruptedException {
        mode("html");
        drained(request("shop", "customers"));

        assertThat(failure().message()).contains("JSON");
        assertThat(envelopes()).isEmpty();
    }

    @Test
    void drainIsReported() throws IOException, InterruptedException {
        drained(request("shop", "customers"));

        assertThat(facts(InvocationReported.class))
                .filteredOn(report -> report.service().equals("executor"))
                .extracting(InvocationReported::outcome)
                .contains(InvocationReported.Outcome.STARTED, InvocationReported.Outcome.FINISHED);
    }

    @Test
    void wakeupNeedsATokenOfAService() throws IOException, InterruptedException {
        assertThat(wake(0, "Bearer " + stack.token("tenant-admin@demo")).statusCode())
                .isEqualTo(403);
        assertThat(wake(0, "Bearer " + stack.foreignToken("service-x")).statusCode())
                .isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(wakeups)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"topic\":\"ingest.requests\",\"partition\":0}"))
                                .build())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void wakeupForATopicOfSomeoneElseIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(wakeups)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + stack.token("service-x"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"topic\":\"ingest.records\",\"partition\":0}"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected: ingest.requests");
    }
}
