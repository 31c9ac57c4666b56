package dev.ingest.masking.http;

import dev.ingest.contracts.config.ReadNote;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Writes down who reads records as they came, in the tenant's audit log and in this service's own, before they get them. */
@Singleton
class Reads {
    /** A category of its own, so that it can be kept apart and for longer. */
    private static final Logger AUDIT = Logger.getLogger("dev.ingest.audit");

    private static final String KIND = "dead_letter";

    private final ControlPlane control;

    Reads(ControlPlane control) {
        this.control = control;
    }

    /** @param what the table of dead letters, or one of them */
    void note(String tenant, String actor, String what) {
        control.note(tenant, new ReadNote(actor, KIND, what));
        AUDIT.infof("dead letter read: tenant=%s by=%s what=%s", tenant, actor, what);
    }
}
