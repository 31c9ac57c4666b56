package dev.ingest.gateway.envelope;

import dev.ingest.contracts.record.Envelope;
import java.time.Duration;

/**
 * An envelope that is ready to go.
 *
 * @param envelope the records
 * @param patience how long after its acknowledgement the writer may be left asleep
 */
public record Pushed(Envelope envelope, Duration patience) {}
