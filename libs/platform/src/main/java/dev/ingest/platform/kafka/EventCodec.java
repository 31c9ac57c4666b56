package dev.ingest.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.Fact;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.contracts.record.EnvelopeHeaders;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Events as JSON, told apart by their CloudEvents type. */
@Singleton
public final class EventCodec {
    private static final Map<String, Class<? extends Fact>> FACTS = byType(List.of(
            TableCommitted.class,
            SliceReported.class,
            SliceStaged.class,
            StreamFailed.class,
            SliceDeferred.class,
            SliceFailed.class,
            RecordsRejected.class,
            TableParked.class,
            TableCaughtUp.class,
            InvocationReported.class));
    private static final Map<String, Class<? extends Marker>> MARKERS = byType(List.of(
            SliceCompleted.class, SliceAborted.class, StreamCompleted.class, ReplayDeadLetters.class, DoUpkeep.class));

    private final ObjectMapper json;

    public EventCodec(ObjectMapper json) {
        this.json = json;
    }

    /** The event's JSON. */
    public byte[] encode(Event event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("event %s cannot be written as JSON".formatted(event.type()), impossible);
        }
    }

    /** Reads an event; {@link IllegalArgumentException} if it is none of this class. */
    public <E extends Event> E decode(Class<E> event, byte[] value) {
        try {
            return json.readValue(value, event);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(
                    "%s: malformed JSON: %s".formatted(Event.type(event), malformed.getMessage()), malformed);
        }
    }

    /** The fact in a message, or none if its type is not one that we know. */
    public Optional<Fact> fact(ConsumerRecord<byte[], byte[]> message) {
        return Optional.ofNullable(FACTS.get(type(message))).map(type -> decode(type, message.value()));
    }

    /** The marker in a message, or none if it holds records. */
    public Optional<Marker> marker(ConsumerRecord<byte[], byte[]> message) {
        return Optional.ofNullable(MARKERS.get(type(message))).map(type -> decode(type, message.value()));
    }

    /** The CloudEvents type of a message, or the empty string. */
    public static String type(ConsumerRecord<byte[], byte[]> message) {
        return header(message.headers(), EnvelopeHeaders.CE_TYPE)
                .map(value -> new String(value, UTF_8))
                .orElse("");
    }

    /** The last header of a name. */
    public static Optional<byte[]> header(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value);
    }

    private static <E extends Event> Map<String, Class<? extends E>> byType(List<Class<? extends E>> events) {
        return events.stream().collect(Collectors.toUnmodifiableMap(Event::type, Function.identity()));
    }
}
