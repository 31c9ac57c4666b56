package dev.ingest.gateway.envelope;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import java.time.Duration;
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
        var lines = new Ndjson(Envelope.MAX_BODY_BYTES);
        records.forEach(lines::add);
        return lines.bodies().stream()
                .map(body -> new Envelope(
                        tenant, table, stream, Operation.UPSERT, Optional.empty(), body.records(), body.bytes()))
                .map(envelope -> new Pushed(envelope, patience))
                .toList();
    }
}
