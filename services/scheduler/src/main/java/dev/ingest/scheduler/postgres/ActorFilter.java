package dev.ingest.scheduler.postgres;

import dev.ingest.platform.identity.Caller;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Takes the name of whoever makes a call from the token. */
public final class ActorFilter {
    private final Caller caller;
    private final Actor actor;

    ActorFilter(Caller caller, Actor actor) {
        this.caller = caller;
        this.actor = actor;
    }

    @ServerRequestFilter
    public void remember() {
        actor.is(caller.name());
    }
}
