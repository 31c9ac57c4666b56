package dev.ingest.scheduler.postgres;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.RequestScoped;

/** Who makes the current call, for the audit log. What the platform does by itself has none. */
@RequestScoped
class Actor {
    private static final String NOBODY = "";

    private String name = NOBODY;

    /** Whoever this thread of work is for, or nobody. */
    static String current() {
        var container = Arc.container();
        return container.requestContext().isActive()
                ? container.instance(Actor.class).get().name()
                : NOBODY;
    }

    String name() {
        return name;
    }

    void is(String caller) {
        name = caller;
    }
}
