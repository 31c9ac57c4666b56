package dev.ingest.executor.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceRequested;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Requests for tests. */
final class Given {
    private Given() {}

    static SliceRequested slice(String credential, String stream, long number) {
        return slice(credential, stream, number, 0);
    }

    private static SliceRequested slice(String credential, String stream, long number, int slices) {
        return new SliceRequested(
                "demo",
                credential,
                "pipeline",
                "run",
                stream,
                credential + "-" + stream + "-" + number,
                number,
                "orders",
                1,
                new TableRef("shop", stream),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100,
                slices);
    }

    static ConsumerRecord<byte[], byte[]> message(long offset, SliceRequested slice) {
        return new ConsumerRecord<>(
                "ingest.requests",
                0,
                offset,
                slice.key().getBytes(UTF_8),
                slice.slice().getBytes(UTF_8));
    }

    static Request request(String credential, String stream, long number) {
        return request(credential, stream, number, 0);
    }

    /** @param slices its stream's share of a drain */
    static Request request(String credential, String stream, long number, int slices) {
        SliceRequested slice = slice(credential, stream, number, slices);
        return new Request(message(number, slice), slice);
    }
}
