package dev.ingest.executor.drain;

import dev.ingest.connector.Connector;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.session.Sources;
import dev.ingest.executor.slice.Outage;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** What manifests say about reading streams side by side. */
@Singleton
final class RuleBook {
    private static final Logger LOG = Logger.getLogger(RuleBook.class);

    private final Sources sources;
    private final ControlPlane control;
    private final ExecutorSettings settings;

    RuleBook(Sources sources, ControlPlane control, ExecutorSettings settings) {
        this.sources = sources;
        this.control = control;
        this.settings = settings;
    }

    /** What the request's manifest says. One that says nothing usable has its streams read one after the other. */
    StreamRules of(SliceRequested request) {
        try {
            Connector connector = sources.connector(request.tenant(), request.connector(), request.connectorVersion());
            int advised = connector.concurrency(
                    control.pipeline(request.tenant(), request.pipeline()).config());
            return new StreamRules(Math.min(advised, settings.streamsMax()), groups(connector));
        } catch (IngestException refused) {
            if (Outage.is(refused)) {
                throw refused;
            }
            return StreamRules.ALONE; // whoever reads the slice says what is wrong
        } catch (RuntimeException unusable) {
            // Whatever it is must not keep the slice from being read: that says what is wrong.
            LOG.warnf("streams one after the other: slice=%s cause=%s", request.slice(), unusable.getMessage());
            return StreamRules.ALONE;
        }
    }

    private static Map<String, String> groups(Connector connector) {
        Map<String, String> groups = new HashMap<>();
        connector.streams().forEach(stream -> stream.group().ifPresent(group -> groups.put(stream.name(), group)));
        return groups;
    }
}
