package dev.ingest.writer.drain;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.control.ControlPlane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * How long after its acknowledgement a table's record may become readable, in milliseconds: what its stream source says, or at
 * once. Asked for once per tenant and drain.
 */
final class Freshness implements ToLongFunction<TableKey> {
    private static final Logger LOG = Logger.getLogger(Freshness.class);

    private final ControlPlane control;
    private final Map<String, Map<TableRef, Long>> tenants = new HashMap<>();

    Freshness(ControlPlane control) {
        this.control = control;
    }

    @Override
    public long applyAsLong(TableKey key) {
        return tenants.computeIfAbsent(key.tenant(), this::ofSources).getOrDefault(key.table(), 0L);
    }

    private Map<TableRef, Long> ofSources(String tenant) {
        Map<TableRef, Long> targets = new HashMap<>();
        try {
            control.sources(tenant)
                    .forEach(source -> source.freshnessSeconds()
                            .ifPresent(seconds -> targets.merge(
                                    source.table(), Duration.ofSeconds(seconds).toMillis(), Math::min)));
        } catch (IngestException unknown) {
            // an order is all that depends on it
            LOG.debugf("as fresh as can be: tenant=%s cause=%s", tenant, unknown.getMessage());
        }
        return targets;
    }
}
