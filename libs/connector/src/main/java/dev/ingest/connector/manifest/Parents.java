package dev.ingest.connector.manifest;

import java.util.List;
import java.util.stream.Stream;

/** The streams that a stream is read for. */
public final class Parents {
    private Parents() {}

    /** Names of the nearest, in the manifest's order. */
    public static List<String> of(StreamDefinition stream) {
        return streams(stream).map(StreamDefinition::name).distinct().toList();
    }

    private static Stream<StreamDefinition> streams(StreamDefinition stream) {
        return stream.retriever().routers().stream()
                .flatMap(PartitionRouter::parentStreams)
                .map(parent -> parent.stream().fullRefresh());
    }
}
