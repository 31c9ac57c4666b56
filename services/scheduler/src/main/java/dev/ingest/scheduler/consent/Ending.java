package dev.ingest.scheduler.consent;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.scheduler.credential.Credentials;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.trial.Trials;
import dev.ingest.scheduler.trial.Trials.Exchanged;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ends consents: whoever comes back is who was sent, and once; the executor makes tokens of the code. */
@Singleton
class Ending {
    private static final Logger LOG = Logger.getLogger(Ending.class);

    /** Source: RFC 6749, 4.1.2.1. What else is in an address may be anybody's text, and is not repeated. */
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

    /** What the secret store keeps of a text is bounded, and so is a code. */
    private static final int CODE_MAX = 8 * 1024;

    private final TenantRows rows;
    private final Trials executor;
    private final Credentials credentials;
    private final Clock clock;

    Ending(TenantRows rows, Trials executor, Credentials credentials, Clock clock) {
        this.rows = rows;
        this.executor = executor;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * What the API sent back with somebody.
     *
     * @param state as they were sent with it
     * @param code good for one exchange
     * @param error why there is none
     */
    record Return(Optional<String> state, Optional<String> code, Optional<String> error) {
        /** Hides all of it. */
        @Override
        public String toString() {
            return "Return[hidden]";
        }
    }

    /** The consent's id, whatever came of it; none if there is none that this member may end. */
    Uni<Optional<String>> end(String tenant, String member, Return came) {
        if (came.state().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return rows.of(tenant, () -> Consent.taken(tenant, member, came.state().get(), clock.instant()))
                .onFailure(IngestException.class)
                .recoverWithItem(Optional.empty()) // a tenant that was never made
                .chain(taken -> taken.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : ended(taken.get(), came).replaceWith(Optional.of(taken.get().id)));
    }

    private Uni<Void> ended(Consent consent, Return came) {
        if (came.error().isPresent()) {
            String said =
                    came.error().filter(error -> ERROR.matcher(error).matches()).orElse("an error");
            return refused(consent, "the API granted no access: " + said);
        }
        Optional<String> code = came.code().filter(text -> !text.isBlank() && text.length() <= CODE_MAX);
        if (code.isEmpty()) {
            return refused(consent, "the API sent you back without a code (expected: code, or error)");
        }
        return appOf(consent)
                .chain(app -> Offload.run(() -> executor.exchange(exchange(consent, app, came, code.get()))))
                .chain(exchanged -> exchanged.problem().isPresent()
                        ? refused(consent, exchanged.problem().get())
                        : granted(consent, exchanged))
                .onFailure(IngestException.class)
                .recoverWithUni(failed -> refused(consent, String.valueOf(failed.getMessage())));
    }

    private Uni<Optional<String>> appOf(Consent consent) {
        return rows.of(consent.tenant, () -> OAuthApp.of(consent.tenant, consent.connector))
                .map(found -> found.map(app -> OAuthApp.secretName(app.name)));
    }

    private static ConsentExchange exchange(Consent consent, Optional<String> app, Return came, String code) {
        return new ConsentExchange(
                consent.tenant,
                consent.connector,
                consent.connectorVersion,
                consent.config,
                consent.credential,
                app,
                consent.redirectUri,
                came.state().orElseThrow(),
                code);
    }

    private Uni<Void> granted(Consent consent, Exchanged exchanged) {
        List<String> keys = exchanged.keys();
        return credentials.filled(consent.tenant, consent.credential, keys).chain(() -> closed(consent, null));
    }

    private Uni<Void> refused(Consent consent, String problem) {
        LOG.infof("consent refused: tenant=%s connector=%s", consent.tenant, consent.connector);
        return closed(consent, problem);
    }

    private Uni<Void> closed(Consent consent, @Nullable String problem) {
        return rows.of(
                        consent.tenant,
                        () -> Consent.required(consent.tenant, consent.id).invoke(row -> {
                            row.status = problem == null ? Consent.Status.GRANTED : Consent.Status.REFUSED;
                            row.problem = problem;
                        }))
                .replaceWithVoid();
    }
}
