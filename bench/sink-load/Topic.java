package dev.ingest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where one side's records are put: one partition either way, the same bytes of JSON, the same producer. */
abstract sealed class Topic implements AutoCloseable {
    static final String SERVERS = System.getenv("KAFKA_BOOTSTRAP_SERVERS");

    final KafkaProducer<byte[], byte[]> kafka = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers", SERVERS,
                    "compression.type", "lz4",
                    "linger.ms", "5",
                    "batch.size", "131072",
                    "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    /** Puts the records from one number to before another there. */
    void fill(long from, long to) {
        long next = from;
        while (next < to) {
            next = send(next, to, (sent, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                    System.exit(1);
                }
            });
        }
        kafka.flush();
    }

    /** Sends one message, whose first record is this one; returns the first that it does not carry. */
    abstract long send(long from, long to, Callback acknowledged);

    @Override
    public void close() {
        kafka.close();
    }

    /** The product's: envelopes of so many records. */
    static final class OfEnvelopes extends Topic {
        private final String table;
        private final int recordsPerMessage;
        private final AtomicInteger partition = new AtomicInteger(-1);

        OfEnvelopes(String table, int recordsPerMessage) {
            this.table = table;
            this.recordsPerMessage = recordsPerMessage;
        }

        @Override
        long send(long from, long to, Callback acknowledged) {
            long end = Math.min(from + recordsPerMessage, to);
            var body = new ByteArrayOutputStream();
            for (long id = from; id < end; id++) {
                body.writeBytes(Rows.json(id));
                body.write('\n');
            }
            kafka.send(message((int) (end - from), body.toByteArray()), (sent, failure) -> {
                if (failure == null) {
                    partition.set(sent.partition());
                }
                acknowledged.onCompletion(sent, failure);
            });
            return end;
        }

        private ProducerRecord<byte[], byte[]> message(int records, byte[] body) {
            var envelope = new Envelope(
                    Tables.CATALOG,
                    new TableRef(Tables.OURS, table),
                    table,
                    Operation.UPSERT,
                    Optional.empty(),
                    records,
                    body);
            var message = new ProducerRecord<>(Topics.RECORDS, envelope.key().getBytes(UTF_8), body);
            EnvelopeHeaders.of(envelope).forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
            return message;
        }

        /** Wakes the writer, as whoever sends records does. */
        void wake() {
            var wakeup = new DrainPartition(Topics.RECORDS, partition.get());
            var message = new ProducerRecord<>(
                    Topics.WAKEUPS_WRITER,
                    wakeup.partition(),
                    String.valueOf(wakeup.partition()).getBytes(UTF_8),
                    "{\"topic\":\"%s\",\"partition\":%d}".formatted(wakeup.topic(), wakeup.partition()).getBytes(UTF_8));
            message.headers().add(EnvelopeHeaders.CE_TYPE, wakeup.type().getBytes(UTF_8));
            kafka.send(message);
        }
    }

    /** The sink's: a record per message, since it makes a row of each. */
    static final class OfRecords extends Topic {
        private final String name;

        OfRecords(String name) {
            this.name = name;
        }

        /** Makes a topic of one partition, and the sink's control topic once. */
        static void create(String name) throws Exception {
            try (var admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
                var there = admin.listTopics().names().get();
                admin.createTopics(List.of(name, "control-iceberg").stream()
                                .filter(topic -> !there.contains(topic))
                                .map(topic -> new NewTopic(topic, 1, (short) 1))
                                .toList())
                        .all()
                        .get();
            }
        }


        @Override
        long send(long from, long to, Callback acknowledged) {
            kafka.send(new ProducerRecord<>(name, Rows.json(from)), acknowledged);
            return from + 1;
        }
    }
}
