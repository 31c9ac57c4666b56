package dev.ingest.writer.drain;

import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.writer.kafka.Parking;
import java.util.List;
import org.jboss.logging.Logger;

/** Puts a table's messages aside, in their order, and tells of it. */
final class Parked {
    private static final Logger LOG = Logger.getLogger(Parked.class);

    private final Parking parking;
    private final SourcePartition source;
    private final Facts facts;
    private final Acknowledgements sent;

    Parked(Parking parking, SourcePartition source, Facts facts, Acknowledgements sent) {
        this.parking = parking;
        this.source = source;
        this.facts = facts;
        this.sent = sent;
    }

    /** @param kind who has to act before the messages can become rows */
    void park(List<Incoming.OfTable> messages, SliceFailed.Kind kind, String reason) {
        for (Incoming.OfTable message : messages) {
            String place = Parking.place(source, message.message());
            LOG.errorf("parked: message=%s reason=%s", place, reason);
            sent.add(parking.park(source, message.message(), reason));
            tell(message, "parked-" + place, kind, reason);
        }
    }

    private void tell(Incoming.OfTable message, String id, SliceFailed.Kind kind, String reason) {
        switch (message) {
            case Incoming.Records records ->
                facts.rejected(
                        id,
                        records.envelope().page().map(page -> page.attempt()),
                        records.envelope().records(),
                        reason);
            case Incoming.Marked marked -> {
                // Without this the run would wait for a commit that never comes.
                if (marked.marker() instanceof SliceCompleted completed) {
                    facts.failed(completed.attempt(), kind, reason);
                }
            }
        }
    }
}
