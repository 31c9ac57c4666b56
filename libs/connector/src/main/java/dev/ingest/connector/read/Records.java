package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Records as values, for what is described by records itself: dynamic streams and schemas. */
public final class Records {
    private Records() {}

    /**
     * Every record, with the slice it came from.
     *
     * @throws ReadException when the API or the manifest is at fault
     */
    public static void forEach(
            StreamDefinition stream, Value.Dict config, ApiClient client, BiConsumer<Value.Dict, Value.Dict> visitor) {
        Clock clock = client.session().clock();
        new StreamRead(client, stream, Scope.of(config, clock), clock.instant(), GivenPages.RECORDS_MAX)
                .forEachRecord((partition, record) -> visitor.accept((Value.Dict) partition.slice(Map.of()), record));
    }

    /**
     * The first records, as many as wanted if there are so many; no page is asked for beyond those that hold them.
     *
     * @throws ReadException when the API or the manifest is at fault
     */
    public static List<Value.Dict> first(
            int wanted, StreamDefinition stream, Value.Dict config, ApiClient client, Slice slice) {
        List<Value.Dict> records = new ArrayList<>();
        PageSink sink = PageSink.asked(wanted, page -> {
            page.records().stream()
                    .limit(wanted - records.size())
                    .map(Records::parse)
                    .forEach(records::add);
            return records.size() < wanted ? PageSink.Flow.CONTINUE : PageSink.Flow.STOP;
        });
        SliceResult result = new SliceReader(stream, config, client.compatibility()).read(client, slice, sink);
        return switch (result) {
            case SliceResult.Completed completed -> records;
            case SliceResult.Deferred(var cursor, var notBefore, long pages, long count) -> {
                if (records.isEmpty()) {
                    ReadException why = client.unmet(notBefore);
                    throw new ReadException(why.kind(), stream.name() + ": " + why.reason());
                }
                yield records;
            }
            case SliceResult.Failed(var kind, var message) -> throw new ReadException(kind, message);
        };
    }

    private static Value.Dict parse(byte[] json) {
        try {
            return (Value.Dict) JsonDocument.value(json);
        } catch (JsonSyntaxException impossible) {
            throw new IllegalStateException("a record that was just written is no JSON", impossible);
        }
    }
}
