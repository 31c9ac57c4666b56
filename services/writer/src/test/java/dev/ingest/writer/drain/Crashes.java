package dev.ingest.writer.drain;

import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.Messages;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Ends a process at one of the places where it leaves something behind: before and after each call that others see. */
final class Crashes {
    private int left;
    private boolean happened;

    private interface Call<T> {
        T now() throws InterruptedException;
    }

    /** The process ends. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Crashes(int left) {
        this.left = left;
    }

    /** @param place which of them, from 1 */
    static Crashes at(int place) {
        return new Crashes(place);
    }

    static Crashes never() {
        return new Crashes(0);
    }

    synchronized boolean happened() {
        return happened;
    }

    private synchronized void place() {
        left--;
        if (left == 0) {
            happened = true;
            throw new Crash();
        }
    }

    private <T> T around(Call<T> call) throws InterruptedException {
        place();
        T result = call.now();
        place();
        return result;
    }

    ParkedLog around(ParkedLog log) {
        return new ParkedLog() {
            @Override
            public CompletionStage<@Nullable Void> add(Parked parked) {
                place();
                CompletionStage<@Nullable Void> added = log.add(parked);
                added.toCompletableFuture().join();
                place();
                return added;
            }

            @Override
            public long end(int partition) throws InterruptedException {
                return log.end(partition);
            }

            @Override
            public long bound(int partition) throws InterruptedException {
                return log.bound(partition);
            }

            @Override
            public void moveTo(int partition, long bound) throws InterruptedException {
                var ignored = around(() -> {
                    log.moveTo(partition, bound);
                    return bound;
                });
            }

            @Override
            public Reader read(int partition, long from, long end) {
                place();
                return log.read(partition, from, end);
            }
        };
    }

    Messages around(Messages messages) {
        return new Messages() {
            @Override
            public List<ConsumerRecord<byte[], byte[]>> next() {
                place();
                return messages.next();
            }

            @Override
            public void done(List<ConsumerRecord<byte[], byte[]>> done) {
                place();
                messages.done(done);
                place();
            }

            @Override
            public boolean goesOn() {
                return messages.goesOn();
            }

            @Override
            public DrainWork work() {
                return messages.work();
            }
        };
    }
}
