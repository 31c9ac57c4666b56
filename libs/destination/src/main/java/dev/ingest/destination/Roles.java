package dev.ingest.destination;

import dev.ingest.lake.AccessRefusedException;
import dev.ingest.lake.LakeCredentials.Session;
import dev.ingest.lake.LakeCredentials.SessionKeys;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Sessions in tenants' roles: one per role, external id and policy, replaced before it ends. The platform's own session, had by
 * web identity, assumes them.
 */
@Singleton
public final class Roles {
    /** The same for a role that trusts somebody else and for one that does not exist. */
    private static final String REFUSED = "AccessDenied";

    private final Sts sts;
    private final AwsSettings settings;
    private final Clock clock;

    /** Least recently used first. */
    private final Map<Role, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    /** One role's session; whoever needs it while it is being had waits for the one call. */
    private static final class Held {
        private SessionKeys keys = new SessionKeys("", "", "");
        private Instant renewAt = Instant.MIN;
    }

    @Inject
    Roles(AwsSettings settings) {
        this(settings, Clock.systemUTC());
    }

    Roles(AwsSettings settings, Clock clock) {
        this.sts = new Sts(settings, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /** What opens a tenant's files in its role. Nothing is asked for until it is used. */
    Session session(Role role) {
        return new InRole(role, this);
    }

    private record InRole(Role role, Roles roles) implements Session {
        @Override
        public SessionKeys keys() {
            return roles.keys(role);
        }

        @Override
        public String toString() {
            return "session in " + role.arn();
        }
    }

    private SessionKeys keys(Role role) {
        Held session = held(role);
        synchronized (session) {
            if (!clock.instant().isBefore(session.renewAt)) {
                renew(role, session);
            }
            return session.keys;
        }
    }

    private synchronized Held held(Role role) {
        Held session = held.computeIfAbsent(role, first -> new Held());
        if (held.size() > settings.sessionsMax()) {
            held.remove(held.keySet().iterator().next());
        }
        return session;
    }

    private void renew(Role role, Held session) {
        Credentials own = sts.platform();
        try {
            Credentials given = sts.assume(own, role);
            session.keys = new SessionKeys(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
            session.renewAt = given.expiration().minus(settings.renewBefore());
        } catch (StsException refused) {
            if (!REFUSED.equals(refused.awsErrorDetails().errorCode())) {
                throw refused; // too many calls, or something of ours
            }
            throw new AccessRefusedException(
                    "role %s: AWS does not let the platform assume it; its trust policy has to allow %s with external id %s"
                            .formatted(role.arn(), settings.roleArn().orElse("the platform's role"), role.externalId()),
                    refused);
        }
    }

    @PreDestroy
    void close() {
        sts.close();
    }
}
