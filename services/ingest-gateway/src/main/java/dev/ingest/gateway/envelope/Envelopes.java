package dev.ingest.gateway.envelope;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the envelopes of pushed records. */
public final class Envelopes {
    private Envelopes() {}

    /**
     * One envelope, or more where the records are too many bytes for one; in the records' order.
     *
     * @param patience how long the writer may be left asleep
     */
    public static List<Pushed> pushed(
            String tenant, TableRef table, String stream, List<byte[]> records, Duration patience) {
        long bytes = records.size();
        for (byte[] record : records) {
            bytes += record.length;
        }
        var lines = new Ndjson(Envelope.MAX_BODY_BYTES, bytes);
        records.forEach(lines::add);
        List<Ndjson.Body> bodies = lines.bodies();
        // a loop: each post is written
        List<Pushed> pushed = new ArrayList<>(bodies.size());
        for (Ndjson.Body body : bodies) {
            pushed.add(new Pushed(
                    new Envelope(
                            tenant, table, stream, Operation.UPSERT, Optional.empty(), body.records(), body.bytes()),
                    patience));
        }
        return pushed;
    }
}
