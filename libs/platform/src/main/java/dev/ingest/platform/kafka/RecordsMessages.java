package dev.ingest.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes Kafka messages of envelopes. Pushed ones of one source differ in little, so what they share is made once. Thread-safe. */
final class RecordsMessages {
    /** Kinds of pushed envelopes whose headers are kept; beyond it they are made again. */
    private static final int KINDS_MAX = 10_000;

    private final String topic;
    private final Map<Kind, Shared> shared = new ConcurrentHashMap<>();

    /** What decides a pushed envelope's headers. */
    private record Kind(String tenant, String namespace, String table, String stream, String operation, int records) {}

    private record Shared(byte[] key, List<Header> headers) {}

    RecordsMessages(String topic) {
        this.topic = topic;
    }

    ProducerRecord<byte[], byte[]> of(Envelope envelope) {
        // a claim's headers name its object, a letter's its id: they are of this envelope alone
        boolean alone = envelope.page().isPresent()
                || envelope.claim().isPresent()
                || envelope.letter().isPresent();
        Shared known = alone ? made(envelope) : pushed(envelope);
        return new ProducerRecord<>(topic, null, null, known.key(), envelope.body(), known.headers());
    }

    private Shared pushed(Envelope envelope) {
        var kind = new Kind(
                envelope.tenant(),
                envelope.table().namespace(),
                envelope.table().name(),
                envelope.stream(),
                envelope.operation().name(),
                envelope.records());
        Shared known = shared.get(kind);
        if (known != null) {
            return known;
        }
        if (shared.size() >= KINDS_MAX) {
            shared.clear();
        }
        Shared fresh = made(envelope);
        shared.put(kind, fresh);
        return fresh;
    }

    private static Shared made(Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        EnvelopeHeaders.of(envelope).forEach((name, text) -> headers.add(new RecordHeader(name, text.getBytes(UTF_8))));
        return new Shared(envelope.key().getBytes(UTF_8), headers);
    }
}
