package dev.ingest.writer.drain;

import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.Messages;
import dev.ingest.writer.parked.ParkedTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Works off the messages of one partition. Tables have turns, as many at once as there are processors; what belongs to one table
 * stays in its order. One that fails does not keep the others from their commits: what it was to do stays in Kafka.
 */
final class PartitionDrain {
    /** Messages that are passed over: what is done beyond them is remembered for some thousands only. */
    private static final int PASSED_MAX = 10_000;

    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private final Ports ports;
    private final ExecutorService workers;
    private final ParkedTables parked;
    private final Messages messages;
    private final Instant deadline;
    private final Reader reader;
    private final Map<TableKey, TableQueue> queues = new LinkedHashMap<>();
    private final Rounds rounds;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Future<?>> turns = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int running;
    private long held;
    private long passedBytes;
    private int passed;
    private boolean readAll;

    /** Tells whose a message is. */
    interface Reader {
        /** The message; nothing if nobody can read it and that was dealt with. */
        Optional<Incoming.OfTable> read(ConsumerRecord<byte[], byte[]> message) throws InterruptedException;
    }

    private record Ended(TableQueue queue, List<Incoming.OfTable> left, Optional<Throwable> failure) {}

    PartitionDrain(
            Ports ports,
            ExecutorService workers,
            ParkedTables parked,
            Messages messages,
            Instant deadline,
            Reader reader) {
        this.ports = ports;
        this.workers = workers;
        this.parked = parked;
        this.messages = messages;
        this.deadline = deadline;
        this.reader = reader;
        this.rounds = new Rounds(queues.values(), new Freshness(ports.control()));
    }

    /** The tables that were met. */
    List<TableKey> tables() {
        return List.copyOf(queues.keySet());
    }

    /** Answers whether everything is done. */
    boolean run() throws FencedException, InterruptedException {
        try {
            do {
                while (mayRead()) {
                    read();
                }
                begin();
                if (running > 0) {
                    settle(ended.take());
                }
            } while (running > 0 || mayRead() || mayBegin());
        } finally {
            stop();
        }
        Failures.rethrow(failures);
        return readAll && passed == 0 && queues.values().stream().allMatch(TableQueue::isEmpty);
    }

    private boolean mayRead() {
        return !readAll
                && goesOn()
                && (held == 0 || ports.window().hasRoom())
                && passed < PASSED_MAX
                && passedBytes < ports.window().passedMax();
    }

    private boolean mayBegin() {
        return goesOn() && queues.values().stream().anyMatch(TableQueue::isReady);
    }

    private boolean goesOn() {
        return messages.goesOn() && failures.stream().allMatch(Failures::isOfOneTable);
    }

    private void read() throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> batch = messages.next();
        readAll = batch.isEmpty();
        List<ConsumerRecord<byte[], byte[]>> dealtWith = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : batch) {
            reader.read(message).ifPresentOrElse(this::take, () -> dealtWith.add(message));
        }
        if (!dealtWith.isEmpty()) {
            messages.done(dealtWith);
        }
    }

    private void take(Incoming.OfTable message) {
        TableQueue queue = queues.computeIfAbsent(message.table(), TableQueue::new);
        if (queue.takes(ports.window().tableMax())) {
            queue.add(message);
            held += message.held();
            ports.window().hold(message.held());
        } else {
            passed++;
            passedBytes += message.held();
        }
    }

    private void begin() {
        while (running < AT_ONCE && mayBegin()) {
            Optional<TableQueue> next = rounds.next();
            if (next.isEmpty()) {
                return;
            }
            TableQueue queue = next.get();
            TableWork work =
                    TableWork.ofRecords(ports, queue.table(), queue.begin(), deadline, messages.work(), parked);
            turns.add(workers.submit(() -> ended.add(outcome(queue, work))));
            running++;
        }
    }

    private static Ended outcome(TableQueue queue, TableWork work) {
        try {
            return new Ended(queue, work.call(), Optional.empty());
        } catch (Throwable failure) {
            // whatever it is, the drain's own thread decides about it
            return new Ended(queue, List.of(), Optional.of(failure));
        }
    }

    private void settle(Ended turn) {
        running--;
        turns.removeIf(Future::isDone);
        if (turn.failure().isPresent()) {
            failures.add(turn.failure().get());
            release(turn.queue().giveUp());
            passed++;
            return;
        }
        List<Incoming.OfTable> done = turn.queue().end(turn.left());
        release(done.stream().mapToLong(Incoming.OfTable::held).sum());
        messages.done(done.stream()
                .<ConsumerRecord<byte[], byte[]>>map(Incoming::message)
                .toList());
    }

    private void release(long bytes) {
        held -= bytes;
        ports.window().release(bytes);
    }

    /** Nothing of it goes on when this drain is over. */
    private void stop() {
        turns.forEach(turn -> turn.cancel(true));
        release(held);
    }
}
