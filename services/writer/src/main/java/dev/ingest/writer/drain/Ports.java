package dev.ingest.writer.drain;

import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.trace.Traces;
import dev.ingest.writer.parked.ParkedLog;
import java.time.Clock;

/** Everything outside that work on a table needs. */
record Ports(
        ControlPlane control,
        Lakes lakes,
        ClaimStores claims,
        EventPublisher events,
        ParkedLog parked,
        WriterSettings settings,
        MemoryBudget memory,
        Window window,
        Traces traces,
        Clock clock) {}
