package dev.ingest.writer.drain;

import dev.ingest.destination.Lakes;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.writer.kafka.Parking;
import java.time.Clock;

/** Everything outside that work on a table needs. */
record Ports(
        ControlPlane control,
        Lakes lakes,
        EventPublisher events,
        Parking parking,
        WriterSettings settings,
        Outages outages,
        Clock clock) {}
