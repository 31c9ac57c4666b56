package dev.ingest.writer.drain;

import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.Messages;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A drain's messages, which are to end sooner. */
record UntilThen(Messages all, Instant stop, Clock clock) implements Messages {
    @Override
    public List<ConsumerRecord<byte[], byte[]>> next() {
        return all.next();
    }

    @Override
    public void done(List<ConsumerRecord<byte[], byte[]>> messages) {
        all.done(messages);
    }

    @Override
    public boolean goesOn() {
        return all.goesOn() && clock.instant().isBefore(stop);
    }

    @Override
    public DrainWork work() {
        return all.work();
    }
}
