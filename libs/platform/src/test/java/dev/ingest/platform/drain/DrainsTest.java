package dev.ingest.platform.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.platform.kafka.KafkaFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final TableRef ORDERS = new TableRef("shop", "orders");

    private final KafkaFixture kafka = new KafkaFixture("drains");
    private final List<String> handled = new ArrayList<>();

    /** All envelopes of one table are on one partition; which one is Kafka's choice. */
    private final int partition = post("first");

    @AfterEach
    void close() {
        kafka.close();
    }

    private int post(String body) {
        kafka.events.records(envelope(body)).toCompletableFuture().join();
        return partitionWithWork();
    }

    private static Envelope envelope(String body) {
        return new Envelope("demo", ORDERS, "orders", Operation.UPSERT, Optional.empty(), 1, body.getBytes(UTF_8));
    }

    private int partitionWithWork() {
        for (int candidate = 0; ; candidate++) {
            var tp = new TopicPartition(kafka.names.topic(Topics.RECORDS), candidate);
            if (join(kafka.admin
                                    .listOffsets(Map.of(tp, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                                    .partitionResult(tp))
                            .offset()
                    > 0) {
                return candidate;
            }
        }
    }

    private static <T> T join(org.apache.kafka.common.KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private Drains drains(Work work, int batch) {
        return drains(new Handler(work), batch);
    }

    private Drains drains(Work work) {
        return drains(work, 500);
    }

    private interface Work {
        int on(List<String> messages) throws FencedException, InterruptedException;
    }

    private record Settings(int batch) implements DrainSettings {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration deadline() {
            return Duration.ofSeconds(240);
        }

        @Override
        public long batchBytes() {
            return 1 << 20;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Duration fetchTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public boolean kafkaDoor() {
            return false;
        }

        @Override
        public boolean httpDoorNeedsToken() {
            return true;
        }
    }

    /** Batch by batch, as far as it says. */
    private record Handler(Work work) implements PartitionHandler {
        @Override
        public String service() {
            return "writer";
        }

        @Override
        public String topic() {
            return Topics.RECORDS;
        }

        @Override
        public String wakeups() {
            return Topics.WAKEUPS_WRITER;
        }

        @Override
        public boolean drain(SourcePartition source, Messages messages, Instant deadline)
                throws FencedException, InterruptedException {
            List<ConsumerRecord<byte[], byte[]>> batch = messages.next();
            while (!batch.isEmpty()) {
                int done = work.on(batch.stream()
                        .map(message -> new String(message.value(), UTF_8))
                        .toList());
                messages.done(batch.subList(0, done));
                if (done < batch.size() || !messages.goesOn()) {
                    return false;
                }
                batch = messages.next();
            }
            return true;
        }
    }

    /** Ends its messages in an order of its own, and some not at all. */
    private final class AnyOrder implements PartitionHandler {
        private final List<String> inThisOrder;

        AnyOrder(String... inThisOrder) {
            this.inThisOrder = List.of(inThisOrder);
        }

        @Override
        public String service() {
            return "writer";
        }

        @Override
        public String topic() {
            return Topics.RECORDS;
        }

        @Override
        public String wakeups() {
            return Topics.WAKEUPS_WRITER;
        }

        @Override
        public OptionalInt batch(List<ConsumerRecord<byte[], byte[]>> messages) {
            return OptionalInt.of(7 + messages.size());
        }

        @Override
        public boolean drain(SourcePartition source, Messages messages, Instant deadline) {
            Map<String, ConsumerRecord<byte[], byte[]>> given = new HashMap<>();
            messages.next().forEach(message -> given.put(new String(message.value(), UTF_8), message));
            handled.addAll(given.keySet());
            inThisOrder.forEach(each -> messages.done(List.of(Objects.requireNonNull(given.get(each)))));
            return false;
        }
    }

    private Drains drains(PartitionHandler handler) {
        return drains(handler, 500);
    }

    private Drains drains(PartitionHandler handler, int batch) {
        return new Drains(
                handler,
                new Settings(batch),
                kafka.clients,
                kafka.names,
                kafka.events,
                kafka.admin,
                new TopicIds(kafka.admin),
                kafka.registry);
    }

    @Test
    void figuresSayHowManyMessagesWereDoneHowOldTheyWereAndHowManyAreLeft() throws InterruptedException {
        post("second");
        post("third");
        drains(new AnyOrder("first")).drain(partition);

        var age = kafka.registry.get("ingest.message.age").timer();
        assertThat(age.count()).isEqualTo(1);
        assertThat(age.totalTime(TimeUnit.NANOSECONDS)).isNotNegative();
        assertThat(kafka.registry
                        .get("ingest.messages.left")
                        .tag("partition", Integer.toString(partition))
                        .gauge()
                        .value())
                .isEqualTo(2);
        reports(2);
        assertThat(kafka.registry
                        .get("ingest.drain")
                        .tag("outcome", "deadline")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsDoneBeyondAGapIsNotDoneAgain() throws InterruptedException {
        post("second");
        post("third");
        drains(new AnyOrder("third", "second")).drain(partition);
        handled.clear();
        post("fourth");
        drains(this::all).drain(partition);
        assertThat(handled).containsExactly("first", "fourth");
        assertThat(drains(this::all).drain(partition)).isEqualTo(DrainOutcome.EMPTY);
    }

    @Test
    void drainReportsTheBatchThatItsMessagesAskFor() throws InterruptedException {
        drains(new AnyOrder("first")).drain(partition);
        drains(new AnyOrder()).drain(post("second"));
        assertThat(reports().stream().map(InvocationReported::batch)).containsOnly(8);
    }

    private int all(List<String> messages) {
        handled.addAll(messages);
        return messages.size();
    }

    @Test
    void everyMessageIsHandledOnceAndInOrder() throws InterruptedException {
        post("second");
        Drains drains = drains(this::all);
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.FINISHED);
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.EMPTY);
        post("third");
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.FINISHED);
        assertThat(handled).containsExactly("first", "second", "third");
    }

    @Test
    void batchesAreNoLargerThanConfigured() throws InterruptedException {
        post("second");
        post("third");
        List<Integer> sizes = new ArrayList<>();
        Work sizing = messages -> {
            sizes.add(messages.size());
            return messages.size();
        };
        drains(sizing, 2).drain(partition);
        assertThat(sizes).containsExactly(2, 1);
    }

    /** What is fetched is compressed: a thousand times as much as came over the network may become of it. */
    @Test
    void noMoreIsUnpackedThanABatchAndAPoll() {
        String large = "0".repeat(900_000);
        IntStream.range(0, 40).forEach(each -> kafka.events.records(envelope(large)));
        post("last");
        var consumer = kafka.clients.consumer("unpacked");
        var from = new TopicPartition(kafka.names.topic(Topics.RECORDS), partition);
        try (var batches = new MessageBatches(consumer, from, new Settings(100))) {
            int given = 0;
            for (List<?> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                given += batch.size();
                assertThat(batch).hasSizeLessThanOrEqualTo(3); // a megabyte and one more, as the settings say
                assertThat(consumer.position(from) - given).isBetween(0L, 16L);
            }
            assertThat(given).isEqualTo(42);
        }
    }

    @Test
    void whatAFailedDrainReadIsReadAgain() throws InterruptedException {
        Drains failing = drains(messages -> {
            throw new IllegalStateException("no catalog");
        });
        assertThatThrownBy(() -> failing.drain(partition)).hasMessage("no catalog");
        assertThat(drains(this::all).drain(partition)).isEqualTo(DrainOutcome.FINISHED);
        assertThat(handled).containsExactly("first");
    }

    @Test
    void whatTheHandlerLeftIsWokenAgain() throws InterruptedException {
        post("second");
        assertThat(drains(messages -> 1).drain(partition)).isEqualTo(DrainOutcome.DEADLINE);
        assertThat(wakeupsWithin(Duration.ofSeconds(30))).contains(new DrainPartition(Topics.RECORDS, partition));
        drains(this::all).drain(partition);
        assertThat(handled).containsExactly("second");
    }

    @Test
    void handlerThatHasMoreToDoIsCalledWithoutMessages() throws InterruptedException {
        drains(this::all).drain(partition);
        var busy = new PartitionHandler() {
            private boolean due = true;

            @Override
            public String service() {
                return "writer";
            }

            @Override
            public String topic() {
                return Topics.RECORDS;
            }

            @Override
            public String wakeups() {
                return Topics.WAKEUPS_WRITER;
            }

            @Override
            public boolean isDue(int asked) {
                return due && asked == partition;
            }

            @Override
            public boolean drain(SourcePartition source, Messages messages, Instant deadline) {
                messages.next().forEach(message -> handled.add("a message"));
                handled.add("more");
                due = false;
                return true;
            }
        };
        Drains drains = new Drains(
                busy,
                new Settings(500),
                kafka.clients,
                kafka.names,
                kafka.events,
                kafka.admin,
                new TopicIds(kafka.admin),
                kafka.registry);
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.FINISHED);
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.EMPTY);
        assertThat(handled).containsExactly("first", "more");
    }

    private List<DrainPartition> wakeupsWithin(Duration limit) {
        try (var consumer = kafka.clients.consumer("test", "earliest")) {
            var wakeups = new TopicPartition(kafka.names.topic(Topics.WAKEUPS_WRITER), partition);
            consumer.assign(List.of(wakeups));
            consumer.seekToBeginning(List.of(wakeups));
            List<DrainPartition> read = new ArrayList<>();
            consumer.poll(limit)
                    .forEach(message -> read.add(kafka.codec.decode(DrainPartition.class, message.value())));
            return read;
        }
    }

    @Test
    void partitionThatIsBeingDrainedHereIsLeftAlone() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Drains drains = drains(messages -> {
            started.countDown();
            release.await();
            return all(messages);
        });
        var first = CompletableFuture.supplyAsync(() -> {
            try {
                return drains.drain(partition);
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
        started.await();
        assertThat(drains.drain(partition)).isEqualTo(DrainOutcome.BUSY);
        release.countDown();
        assertThat(first.join()).isEqualTo(DrainOutcome.FINISHED);
        assertThat(handled).containsExactly("first");
    }

    @Test
    void drainThatIsFencedReturns() throws InterruptedException {
        Drains fenced = drains(messages -> {
            throw new FencedException("another owner", new IllegalStateException());
        });
        assertThat(fenced.drain(partition)).isEqualTo(DrainOutcome.FENCED);
    }

    @Test
    void offsetThatTheLogNoLongerHoldsStopsThePartition() throws InterruptedException {
        drains(messages -> 1).drain(partition);
        post("second");
        post("third");
        var tp = new TopicPartition(kafka.names.topic(Topics.RECORDS), partition);
        join(kafka.admin
                .deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(2)))
                .all());
        assertThatThrownBy(() -> drains(this::all).drain(partition)).isInstanceOf(OffsetOutOfRangeException.class);
        assertThat(handled).isEmpty();
    }

    @Test
    void everyDrainTellsThatItStartedAndHowItEnded() throws InterruptedException {
        drains(this::all).drain(partition);
        assertThatThrownBy(() -> drains(messages -> {
                            throw new IllegalStateException("never called");
                        })
                        .drain(post("second")))
                .isInstanceOf(IllegalStateException.class);
        List<InvocationReported> reports = reports();
        assertThat(reports.stream().map(InvocationReported::outcome))
                .containsExactly(
                        InvocationReported.Outcome.STARTED,
                        InvocationReported.Outcome.FINISHED,
                        InvocationReported.Outcome.STARTED,
                        InvocationReported.Outcome.FAILED);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.partition()).isEqualTo(partition);
            assertThat(report.peakMemoryBytes()).isBetween(1L, report.memoryLimitBytes());
        });
    }

    @Test
    void reportsSayWhatWasDoneForEachStream() throws InterruptedException {
        post("second");
        var streams = new PartitionHandler() {
            private int met;

            @Override
            public String service() {
                return "writer";
            }

            @Override
            public String topic() {
                return Topics.RECORDS;
            }

            @Override
            public String wakeups() {
                return Topics.WAKEUPS_WRITER;
            }

            @Override
            public void meet(List<ConsumerRecord<byte[], byte[]>> messages, DrainWork work) {
                work.met("demo", new TableRef("shop", "met_" + met++));
            }

            @Override
            public boolean drain(SourcePartition source, Messages messages, Instant deadline) {
                while (!messages.next().isEmpty()) {
                    messages.work().worked("demo", ORDERS, 50, 20, Duration.ofSeconds(3));
                    messages.work().worked("demo", ORDERS, 40, 20, Duration.ofSeconds(2));
                }
                messages.work().timedOut("demo", ORDERS);
                throw new IllegalStateException("worker died", new OutOfMemoryError("of the test"));
            }
        };
        Drains drains = drains(streams, 1);
        assertThatThrownBy(() -> drains.drain(partition)).hasMessage("worker died");

        List<InvocationReported> reports = reports(3);
        assertThat(reports.stream().map(InvocationReported::outcome))
                .containsExactly(
                        InvocationReported.Outcome.STARTED,
                        InvocationReported.Outcome.STARTED,
                        InvocationReported.Outcome.OUT_OF_MEMORY);
        assertThat(reports.getFirst().streams())
                .containsExactly(new StreamWork(
                        "demo",
                        new TableRef("shop", "met_0"),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        StreamWork.Outcome.MET));
        assertThat(reports.getLast().deadline()).isEqualTo(Duration.ofSeconds(240));
        assertThat(reports.getLast().streams())
                .hasSize(3)
                .first()
                .isEqualTo(new StreamWork(
                        "demo", ORDERS, Optional.of(50), 80, Duration.ofSeconds(3), StreamWork.Outcome.TIMED_OUT));
    }

    @Test
    void reportNamesTheStreamsWithTheMostRecordsIfThereAreTooMany() {
        var work = new DrainWork();
        for (int stream = 0; stream <= InvocationReported.STREAMS_MAX; stream++) {
            work.worked("demo", new TableRef("shop", "t" + stream), 10, stream, Duration.ZERO);
        }
        assertThat(work.streams())
                .hasSize(InvocationReported.STREAMS_MAX)
                .noneMatch(stream -> stream.table().name().equals("t0"));
    }

    private List<InvocationReported> reports() {
        return reports(4);
    }

    private List<InvocationReported> reports(int count) {
        try (var consumer = kafka.clients.consumer("test", "earliest")) {
            String topic = kafka.names.topic(Topics.FACTS);
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<InvocationReported> read = new ArrayList<>();
            while (read.size() < count) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofSeconds(30))) {
                    Optional<Fact> fact = kafka.codec.fact(message);
                    read.add((InvocationReported) fact.orElseThrow());
                }
            }
            return read;
        }
    }
}
