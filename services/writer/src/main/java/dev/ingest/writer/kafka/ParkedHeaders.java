package dev.ingest.writer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.Trouble;
import dev.ingest.writer.parked.Turn;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jboss.logging.Logger;

/** What a parked message says beside what it was: why it waits, where it was, and when its turn is. */
final class ParkedHeaders {
    private static final Logger LOG = Logger.getLogger(ParkedHeaders.class);
    private static final String PREFIX = "ingest_parked_";

    static final String REASON = PREFIX + "reason";

    /** Who has to act: {@link SliceFailed.Kind}. */
    private static final String KIND = PREFIX + "kind";

    /** {@code <topic id>:<partition>@<offset>}. */
    private static final String PLACE = PREFIX + "from";

    private static final String TURN = PREFIX + "turn";

    /** Most characters of a reason: headers count towards the size of a message. */
    private static final int REASON_LENGTH_MAX = 1000;

    private ParkedHeaders() {}

    static Headers of(Parked parked) {
        var headers = new RecordHeaders(parked.message().headers().toArray());
        add(headers, REASON, shortened(parked.why().reason()));
        add(headers, KIND, parked.why().kind().name());
        add(headers, PLACE, parked.place());
        parked.turn().ifPresent(turn -> add(headers, TURN, turn.toString()));
        return headers;
    }

    /**
     * A parked message as it was.
     *
     * @param topic the topic that it was on
     * @return nothing if somebody else put the message there
     */
    static Optional<Parked> read(ConsumerRecord<byte[], byte[]> parked, String topic) {
        try {
            return Optional.of(restored(parked, topic));
        } catch (IllegalArgumentException foreign) {
            LOG.errorf(
                    "no parked message: partition=%d offset=%d cause=%s",
                    parked.partition(), parked.offset(), foreign.getMessage());
            return Optional.empty();
        }
    }

    private static Parked restored(ConsumerRecord<byte[], byte[]> parked, String topic) {
        String place = text(parked, PLACE);
        int colon = place.lastIndexOf(':');
        int at = place.lastIndexOf('@');
        if (colon < 1 || at < colon) {
            throw new IllegalArgumentException(
                    "header %s: '%s' (expected: topic id:partition@offset)".formatted(PLACE, place));
        }
        var source = new SourcePartition(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1, at)));
        return new Parked(
                source,
                message(parked, topic, source.partition(), Long.parseLong(place.substring(at + 1))),
                new Trouble(SliceFailed.Kind.valueOf(text(parked, KIND)), text(parked, REASON)),
                EventCodec.header(parked.headers(), TURN).map(turn -> Turn.parse(new String(turn, UTF_8))));
    }

    private static ConsumerRecord<byte[], byte[]> message(
            ConsumerRecord<byte[], byte[]> parked, String topic, int partition, long offset) {
        var headers = new RecordHeaders();
        parked.headers().forEach(header -> {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        });
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                parked.timestamp(),
                TimestampType.CREATE_TIME,
                parked.serializedKeySize(),
                parked.serializedValueSize(),
                parked.key(),
                parked.value(),
                headers,
                Optional.empty());
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> message, String name) {
        return EventCodec.header(message.headers(), name)
                .map(value -> new String(value, UTF_8))
                .orElseThrow(() -> new IllegalArgumentException("header %s is missing".formatted(name)));
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
    }
}
