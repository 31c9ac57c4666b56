package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class IncomingReaderTest {
    private static final SourcePartition SOURCE = new SourcePartition("topic-id", 0);
    private static final TableRef ORDERS = new TableRef("shop", "orders");

    private final IncomingReader reader = new IncomingReader(new EventCodec(new ObjectMapper()));
    private long offset;

    @Test
    void headersOfMessagesThatAreAlikeAreKeptOnce() {
        Incoming.Records first = read(pushed(ORDERS, Operation.UPSERT, "{\"id\":1}\n"));
        Incoming.Records second = read(pushed(ORDERS, Operation.UPSERT, "{\"id\":2}\n"));
        assertThat(second.message().headers()).isSameAs(first.message().headers());
        assertThat(second.message().key()).isSameAs(first.message().key());
        assertThat(second.held()).isLessThan(first.held());
        assertThat(second.held()).isGreaterThan(second.message().value().length);
        assertThat(second.envelope().body()).asString().isEqualTo("{\"id\":2}\n");
        assertThat(second.position().offset()).isEqualTo(1);
        assertThat(second).usingRecursiveComparison().ignoringFields("held").isEqualTo(afresh(second.message()));
    }

    @Test
    void messageWithOtherHeadersIsReadByThem() {
        read(pushed(ORDERS, Operation.UPSERT, "{\"id\":1}\n"));
        assertThat(read(pushed(ORDERS, Operation.DELETE, "{\"id\":1}\n"))
                        .envelope()
                        .operation())
                .isEqualTo(Operation.DELETE);
        assertThat(read(pushed(ORDERS, Operation.UPSERT, "{\"id\":1}\n"))
                        .envelope()
                        .operation())
                .isEqualTo(Operation.UPSERT);
    }

    @Test
    void tablesOfWhichMessagesComeInTurnAreEachRemembered() {
        TableRef other = new TableRef("shop", "customers");
        Incoming.Records orders = read(pushed(ORDERS, Operation.UPSERT, "{}\n"));
        Incoming.Records customers = read(pushed(other, Operation.UPSERT, "{}\n"));
        assertThat(read(pushed(ORDERS, Operation.UPSERT, "{}\n")).table()).isSameAs(orders.table());
        assertThat(read(pushed(other, Operation.UPSERT, "{}\n")).table()).isSameAs(customers.table());
    }

    /** Its headers alone would do, and its bytes be somebody else's rows. */
    @Test
    void headersOfAnotherTableUnderAKnownKeyAreRefused() {
        read(pushed(ORDERS, Operation.UPSERT, "{}\n"));
        var strange = message(
                "demo/shop.orders",
                headers(envelope(new TableRef("shop", "customers"), Operation.UPSERT, "{}\n")),
                "{}\n");
        assertThat(reader.read(SOURCE, strange)).isInstanceOf(Incoming.Unreadable.class);
    }

    @Test
    void messageThatIsTooLargeIsRefusedAlsoAfterOneLikeIt() {
        read(pushed(ORDERS, Operation.UPSERT, "{}\n"));
        String large = " ".repeat(Envelope.MAX_BODY_BYTES + 1);
        var message = message("demo/shop.orders", headers(envelope(ORDERS, Operation.UPSERT, "{}\n")), large);
        assertThat(reader.read(SOURCE, message)).isInstanceOf(Incoming.Unreadable.class);
    }

    private Incoming.Records read(ConsumerRecord<byte[], byte[]> message) {
        return (Incoming.Records) reader.read(SOURCE, message);
    }

    private static Incoming afresh(ConsumerRecord<byte[], byte[]> message) {
        return new IncomingReader(new EventCodec(new ObjectMapper())).read(SOURCE, message);
    }

    private ConsumerRecord<byte[], byte[]> pushed(TableRef table, Operation operation, String body) {
        return message(table.key("demo"), headers(envelope(table, operation, body)), body);
    }

    private static Envelope envelope(TableRef table, Operation operation, String body) {
        return new Envelope("demo", table, "stream", operation, Optional.empty(), 1, body.getBytes(UTF_8));
    }

    private static Headers headers(Envelope envelope) {
        var headers = new RecordHeaders();
        EnvelopeHeaders.of(envelope).forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return headers;
    }

    private ConsumerRecord<byte[], byte[]> message(String key, Headers headers, String body) {
        byte[] name = key.getBytes(UTF_8);
        byte[] value = body.getBytes(UTF_8);
        return new ConsumerRecord<>(
                "records",
                0,
                offset++,
                1L,
                TimestampType.CREATE_TIME,
                name.length,
                value.length,
                name,
                value,
                headers,
                Optional.empty());
    }
}
