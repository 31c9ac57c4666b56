package dev.ingest.scheduler.batch;

import dev.ingest.scheduler.batch.Target.Service;
import jakarta.inject.Singleton;

/** The batch sizes that hold as long as nobody has said otherwise. */
@Singleton
final class Configured {
    private final TuningSettings envelopes;
    private final TableSettings commits;

    Configured(TuningSettings envelopes, TableSettings commits) {
        this.envelopes = envelopes;
        this.commits = commits;
    }

    int of(Service service) {
        return switch (service) {
            case EXECUTOR -> envelopes.batch();
            case WRITER -> commits.batch();
        };
    }
}
