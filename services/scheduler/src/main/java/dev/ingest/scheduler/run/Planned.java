package dev.ingest.scheduler.run;

import dev.ingest.scheduler.connector.ConnectorVersion;
import java.time.Instant;
import java.util.List;

/**
 * What became of queued runs.
 *
 * @param begun those that have slices now, or ended at once
 * @param unread manifests that have to be read before the others, which are still queued, can be planned
 * @param requests what to ask for, of the runs that began
 */
record Planned(List<Begun> begun, List<ConnectorVersion> unread, Claim requests) {
    /**
     * A run that was planned.
     *
     * @param run the run
     * @param credential the name of its pipeline's credential
     * @param streams what it does for each stream
     */
    record Begun(Run run, String credential, List<RunStream> streams) {
        RunView view(Instant now) {
            return RunView.of(run, credential, streams, now);
        }
    }
}
