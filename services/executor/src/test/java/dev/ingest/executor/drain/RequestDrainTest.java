package dev.ingest.executor.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDrainTest {
    /** Generous: it only decides how long a defect takes to show. */
    private static final int PATIENCE_SECONDS = 60;

    private final Map<String, SliceRequested> requests = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> given = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> cutOff = new ConcurrentLinkedQueue<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger mostHeld = new AtomicInteger();
    private volatile boolean over;
    private String untold = "";
    private int windowRequests = 1000;
    private Duration grace = Duration.ofSeconds(PATIENCE_SECONDS);
    private final Settings settings = new Settings();
    private final SlicePool pool = new SlicePool(settings);

    private final class Settings implements ExecutorSettings {
        @Override
        public int slicesMax() {
            return 8;
        }

        @Override
        public int tenantSlicesMax() {
            return 8;
        }

        @Override
        public int streamsMax() {
            return 8;
        }

        @Override
        public int windowRequests() {
            return windowRequests;
        }

        @Override
        public long windowBytes() {
            return 1 << 20;
        }

        @Override
        public Duration grace() {
            return grace;
        }
    }

    /** The partition, two messages at a time. */
    private final class Partition implements Messages {
        private final DrainWork work = new DrainWork();
        private int read;

        @Override
        public List<ConsumerRecord<byte[], byte[]>> next() {
            int end = Math.min(given.size(), read + 2);
            List<ConsumerRecord<byte[], byte[]>> batch = List.copyOf(given.subList(read, end));
            read = end;
            mostHeld.accumulateAndGet(held.addAndGet(batch.size()), Math::max);
            return batch;
        }

        @Override
        public void done(List<ConsumerRecord<byte[], byte[]>> messages) {
            held.addAndGet(-messages.size());
            messages.forEach(message -> done.add(new String(message.value(), UTF_8)));
        }

        @Override
        public boolean goesOn() {
            return !over;
        }

        @Override
        public DrainWork work() {
            return work;
        }
    }

    /** As a real one: whoever ends it first says so. */
    private final class Attempt implements RequestDrain.Attempt {
        private final Slice slice;
        private final SliceRequested request;
        private final AtomicReference<String> end = new AtomicReference<>("not begun");

        Attempt(Slice slice, SliceRequested request) {
            this.slice = slice;
            this.request = request;
        }

        @Override
        public void run() {
            end.set("");
            try {
                slice.read(request);
            } catch (InterruptedException cut) {
                interrupted.countDown();
                throw new IllegalStateException(cut);
            }
            if (end.compareAndSet("", "ran")) {
                ran.add(request.slice());
            }
        }

        @Override
        public boolean cutOff() {
            if (request.slice().equals(untold)) {
                throw new IllegalStateException("Kafka is away");
            }
            boolean wasUnderWay = end.compareAndSet("", "cut off");
            if (wasUnderWay) {
                cutOff.add(request.slice());
            }
            return wasUnderWay;
        }
    }

    private interface Slice {
        void read(SliceRequested request) throws InterruptedException;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private void asked(String credential, String stream, long number) {
        SliceRequested slice = Given.slice(credential, stream, number);
        requests.put(slice.slice(), slice);
        given.add(Given.message(given.size(), slice));
    }

    private boolean drain(Slice slice) throws InterruptedException {
        return drain(slice, Instant.now().plusSeconds(PATIENCE_SECONDS), Clock.systemUTC());
    }

    /** Its time is over as soon as as many slices have begun as the latch counts. */
    private boolean drain(Slice slice, CountDownLatch begun) throws InterruptedException {
        long awaited = begun.getCount();
        return drain(slice, Instant.EPOCH.plusSeconds(PATIENCE_SECONDS), new Clock() {
            @Override
            public Instant instant() {
                if (attempts.size() < awaited) {
                    return Instant.EPOCH;
                }
                awaitWithoutHearing(begun);
                return Instant.EPOCH.plusSeconds(PATIENCE_SECONDS);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
    }

    private boolean drain(Slice slice, Instant deadline, Clock clock) throws InterruptedException {
        var work = new RequestDrain.Work() {
            @Override
            public StreamRules rules(SliceRequested request) {
                if (request.credential().equals("unknown-rules")) {
                    throw new IllegalStateException("no control plane");
                }
                return new StreamRules(4, Map.of());
            }

            @Override
            public RequestDrain.Attempt attempt(Request request, Instant until) {
                var attempt = new Attempt(slice, request.slice());
                attempts.add(attempt);
                return attempt;
            }
        };
        return new RequestDrain(
                        new Partition(),
                        deadline,
                        settings,
                        pool,
                        work,
                        message -> Optional.ofNullable(requests.get(new String(message.value(), UTF_8))),
                        clock)
                .run();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyRequestIsDoneOnceAndSlicesOfAStreamInOrder() throws InterruptedException {
        for (int number = 1; number <= 20; number++) {
            asked("a", "orders", number);
            asked("a", "customers", number);
            asked("b", "orders", number);
        }
        assertThat(drain(request -> {})).isTrue();
        assertThat(done).hasSize(60).doesNotHaveDuplicates();
        for (String stream : List.of("a-orders-", "a-customers-", "b-orders-")) {
            assertThat(ran.stream().filter(id -> id.startsWith(stream)))
                    .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, 20)
                            .mapToObj(number -> stream + number)
                            .toList());
        }
    }

    @Test
    void credentialThatWaitsHoldsUpNobodyElse() throws InterruptedException {
        asked("slow", "orders", 1);
        for (int number = 1; number <= 10; number++) {
            asked("quick", "orders", number);
        }
        var quick = new CountDownLatch(10);
        drain(request -> {
            if (request.credential().equals("slow")) {
                await(quick);
            } else {
                quick.countDown();
            }
        });
        assertThat(done).hasSize(11).contains("slow-orders-1");
    }

    @Test
    void streamsOfACredentialAreReadSideBySide() throws InterruptedException {
        asked("a", "first", 1);
        asked("a", "s1", 1);
        asked("a", "s2", 1);
        asked("a", "s3", 1);
        var together = new CountDownLatch(3);
        drain(request -> {
            if (!request.stream().equals("first")) {
                together.countDown();
                await(together);
            }
        });
        assertThat(done).hasSize(4);
    }

    @Test
    void whatFailsForWantOfAPartStaysAndStopsItsCredentialOnly() {
        asked("a", "orders", 1);
        asked("a", "orders", 2);
        asked("b", "orders", 1);
        assertThatThrownBy(() -> drain(request -> {
                    if (request.credential().equals("a")) {
                        throw new IllegalStateException("no secret store");
                    }
                }))
                .hasMessage("no secret store");
        assertThat(done).containsExactly("b-orders-1");
    }

    @Test
    void credentialThatIsStoppedFillsNoWindow() {
        windowRequests = 4;
        for (int number = 1; number <= 20; number++) {
            asked("unknown-rules", "orders", number);
        }
        for (int number = 1; number <= 20; number++) {
            asked("b", "orders", number);
        }
        assertThatThrownBy(() -> drain(request -> {})).hasMessage("no control plane");
        assertThat(done).hasSize(20).allMatch(slice -> slice.startsWith("b-orders-"));
    }

    @Test
    void pipelinesOfACredentialAreReadSideBySideFromTheirFirstSlices() throws InterruptedException {
        asked("a", "s1", 1);
        asked("a", "s2", 1);
        asked("a", "s3", 1);
        var together = new CountDownLatch(3);
        drain(request -> {
            together.countDown();
            await(together);
        });
        assertThat(done).hasSize(3);
    }

    @Test
    void nothingBeginsAfterTheDeadlineAndWhatDidNotBeginStays() throws InterruptedException {
        asked("a", "orders", 1);
        asked("a", "orders", 2);
        boolean finished = drain(request -> over = true);
        assertThat(finished).isFalse();
        assertThat(done).containsExactly("a-orders-1");
    }

    @Test
    void sliceThatDoesNotEndIsCutOffToldOfAndInterruptedAndThoseBehindItStayInTheirOrder() throws InterruptedException {
        asked("a", "orders", 1);
        asked("a", "orders", 2);
        asked("a", "orders", 3);
        grace = Duration.ZERO;
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        boolean finished = drain(
                request -> {
                    begun.countDown();
                    never.await();
                },
                begun);
        assertThat(finished).isFalse();
        assertThat(cutOff).containsExactly("a-orders-1");
        assertThat(done).containsExactly("a-orders-1");
        await(interrupted);
        assertThat(ran).isEmpty();
    }

    @Test
    void sliceWhoseEndCannotBeToldStaysAndTheOthersAreCutOffNevertheless() throws InterruptedException {
        asked("a", "orders", 1);
        asked("b", "orders", 1);
        grace = Duration.ZERO;
        untold = "a-orders-1";
        var begun = new CountDownLatch(2);
        var never = new CountDownLatch(1);
        assertThatThrownBy(() -> drain(
                        request -> {
                            begun.countDown();
                            never.await();
                        },
                        begun))
                .hasMessage("Kafka is away");
        assertThat(cutOff).containsExactly("b-orders-1");
        assertThat(done).containsExactly("b-orders-1");
    }

    @Test
    void sliceThatNoInterruptionReachesHoldsUpNobodyElse() throws InterruptedException {
        asked("a", "orders", 1);
        asked("b", "orders", 1);
        grace = Duration.ZERO;
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        drain(
                request -> {
                    if (request.credential().equals("a")) {
                        begun.countDown();
                        awaitWithoutHearing(released);
                    }
                },
                begun);
        assertThat(cutOff).containsExactly("a-orders-1");
        assertThat(done).contains("a-orders-1");
        released.countDown();
        pool.close();
        assertThat(ran).doesNotContain("a-orders-1");
    }

    /** As a call of the operating system that answers no interruption. */
    private static void awaitWithoutHearing(CountDownLatch latch) {
        for (boolean over = false; !over; ) {
            try {
                over = latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException unheard) {
                assertThat(unheard).isNotNull();
            }
        }
    }

    @Test
    void noMoreRequestsAreHeldThanTheWindowAllows() throws InterruptedException {
        windowRequests = 4;
        for (int number = 1; number <= 40; number++) {
            asked("a", "orders", number);
        }
        assertThat(drain(request -> {})).isTrue();
        assertThat(done).hasSize(40);
        assertThat(mostHeld.get()).isBetween(4, 5);
    }

    @Test
    void messageThatIsNoRequestIsDone() throws InterruptedException {
        given.add(Given.message(0, Given.slice("unknown", "orders", 1)));
        asked("a", "orders", 1);
        assertThat(drain(request -> {})).isTrue();
        assertThat(done).hasSize(2);
        assertThat(ran).containsExactly("a-orders-1");
    }
}
