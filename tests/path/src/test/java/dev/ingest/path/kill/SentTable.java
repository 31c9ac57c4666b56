package dev.ingest.path.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** A table by what was sent to it. */
final class SentTable {
    /** As many as the local stack gives the topic. */
    private static final int PARTITIONS = 4;

    private static final Ulid IDS = new Ulid(Clock.systemUTC());

    private final String tenant;
    private final Way way;
    private final Producer<byte[], byte[]> log;
    private final String prefix;
    private final Map<Long, String> model = new TreeMap<>();
    private long version;
    private long sent;

    SentTable(String tenant, Way way, Producer<byte[], byte[]> log, String prefix) {
        this.tenant = tenant;
        this.way = way;
        this.log = log;
        this.prefix = prefix;
    }

    Way way() {
        return way;
    }

    int partition() {
        return BuiltInPartitioner.partitionForKey(key(), PARTITIONS);
    }

    /** What is to be read, {@code id/note}, in the order of the ids. */
    List<String> rows() {
        return model.entrySet().stream()
                .map(row -> "%05d/%s".formatted(row.getKey(), row.getValue()))
                .toList();
    }

    /** How many records it was sent. */
    long sent() {
        return sent;
    }

    /** Sends what one drain is to apply. */
    void send() {
        version++;
        switch (way) {
            case PUSHED, AGED -> push();
            case PULLED -> slice();
            case REFRESHED -> run();
            case APPENDED -> append();
        }
        log.flush();
    }

    /** Rows that are new, that replace others, and that go. */
    private void push() {
        records(Operation.UPSERT, Optional.empty(), 10 + version, 1000 + version, 0, 1 + version % 5);
        records(Operation.DELETE, Optional.empty(), 1000 + version - 2);
    }

    private void slice() {
        SliceAttempt slice = attempt();
        records(Operation.UPSERT, Optional.of(new Envelope.Page(slice, 1)), 10 + version, 1 + version % 3);
        records(Operation.UPSERT, Optional.of(new Envelope.Page(slice, 2)), 1000 + version, 9 + version);
        completed(slice, 2, 4);
    }

    private void run() {
        SliceAttempt slice = attempt();
        model.clear();
        records(Operation.UPSERT, Optional.of(new Envelope.Page(slice, 1)), version, 1000 + version, 0);
        completed(slice, 1, 3);
        mark(StreamCompleted.class, """
                {"of":{"pipeline":"p","run":"%s","stream":"s"},"slices":1,"through":%d,"records":3,"bytes":10}
                """.formatted(slice.run(), slice.number()));
    }

    private void append() {
        LongStream.range(version * Way.APPENDED_AT_ONCE, (version + 1) * Way.APPENDED_AT_ONCE)
                .forEach(id -> records(Operation.UPSERT, Optional.empty(), id));
    }

    private SliceAttempt attempt() {
        return new SliceAttempt("p", "run-" + version, "s", "slice-" + version, version, IDS.next());
    }

    private void completed(SliceAttempt slice, int pages, int records) {
        mark(SliceCompleted.class, """
                {"attempt":{"pipeline":"p","run":"%s","stream":"s","slice":"%s","number":%d,"attempt":"%s"},
                 "pages":%d,"records":%d,"bytes":10}
                """.formatted(
                        slice.run(), slice.slice(), slice.number(), slice.attempt(), pages, records));
    }

    private void records(Operation operation, Optional<Envelope.Page> page, long... ids) {
        String body = LongStream.of(ids)
                .mapToObj(id -> "{\"id\":%d,\"version\":%d,\"note\":\"v%2$d\"}%n".formatted(id, version))
                .collect(Collectors.joining());
        var envelope = new Envelope(tenant, way.table(), "s", operation, page, ids.length, body.getBytes(UTF_8));
        send(EnvelopeHeaders.of(envelope), envelope.body());
        sent += ids.length;
        for (long id : ids) {
            if (operation == Operation.DELETE) {
                model.remove(id);
            } else {
                model.put(id, "v" + version);
            }
        }
    }

    private void mark(Class<? extends Marker> marker, String json) {
        send(Map.of(EnvelopeHeaders.CE_TYPE, Event.type(marker)), json.getBytes(UTF_8));
    }

    private void send(Map<String, String> headers, byte[] value) {
        var message = new ProducerRecord<>(prefix + Topics.RECORDS, key(), value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        var _ = log.send(message);
    }

    private byte[] key() {
        return way.table().key(tenant).getBytes(UTF_8);
    }
}
