package dev.ingest.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.TableCommitted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventMetricsTest {
    private static final TableRef ORDERS = new TableRef("shop", "orders");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EventMetrics metrics = new EventMetrics(registry, Clock.systemUTC());

    @Test
    void commitsAreCountedByWhereTheirRowsCameFrom() {
        metrics.told(commit(3, 300));
        metrics.told(commit(4, 400));

        assertThat(registry.get("ingest.commits").tag("from", "push").counter().count())
                .isEqualTo(2);
        assertThat(registry.get("ingest.rows").counter().count()).isEqualTo(7);
        assertThat(registry.get("ingest.bytes").counter().count()).isEqualTo(700);
        assertThat(registry.get("ingest.files").counter().count()).isEqualTo(2);
    }

    @Test
    void noLabelNamesATenantOrATable() {
        metrics.told(commit(3, 300));
        metrics.told(new RecordsRejected("acme", ORDERS, "id", Optional.empty(), 5, "id: missing"));

        assertThat(registry.get("ingest.records.rejected").counter().count()).isEqualTo(5);
        assertThat(registry.getMeters().stream().flatMap(meter -> meter.getId().getTags().stream()))
                .extracting(tag -> tag.getValue())
                .isSubsetOf(List.of("push"));
    }

    private static TableCommitted commit(long rows, long bytes) {
        return new TableCommitted("acme", ORDERS, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), rows, bytes, 1);
    }
}
