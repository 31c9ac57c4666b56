package dev.ingest.platform.secret;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in Vault's KV engine, version 2. Logs in with the service's own OIDC token; Vault's token is renewed by logging in
 * again when half of its time has passed, and once when Vault refuses it.
 */
final class VaultSecretStore implements SecretStore {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** Refusals that may end by themselves: a time-out, a standby that is behind, a quota. Source: Vault API documentation, "HTTP status codes". */
    private static final Set<Integer> PASSING = Set.of(408, 412, 429, 472, 473);

    private static final int FAILED = 500;

    private final VaultApi vault;
    private final SecretSettings.Vault names;
    private final Supplier<String> oidcToken;
    private final Clock clock;
    private volatile @Nullable Session session;

    private record Session(String token, Instant renewAt) {}

    VaultSecretStore(VaultApi vault, SecretSettings.Vault names, Supplier<String> oidcToken, Clock clock) {
        this.vault = vault;
        this.names = names;
        this.oidcToken = oidcToken;
        this.clock = clock;
    }

    @Override
    public Optional<Secret> read(String tenant, String name) {
        try {
            VaultApi.ReadAnswer.Data found = call(token -> vault.read(token, names.mount(), names.path(), tenant, name))
                    .data();
            return Optional.of(new Secret(found.metadata().version(), found.data()));
        } catch (WebApplicationException refused) {
            if (status(refused) == NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(refused, "read", tenant, name);
        }
    }

    @Override
    public void write(String tenant, String name, Map<String, String> values) {
        try {
            put(tenant, name, new VaultApi.Write(Map.of(), values));
        } catch (WebApplicationException refused) {
            throw failure(refused, "create and update", tenant, name);
        }
    }

    @Override
    public boolean replace(String tenant, String name, long expectedVersion, Map<String, String> values) {
        try {
            put(tenant, name, new VaultApi.Write(Map.of("cas", expectedVersion), values));
            return true;
        } catch (WebApplicationException refused) {
            if (status(refused) == BAD_REQUEST) { // Vault's answer to a version that is not the present one
                return false;
            }
            throw failure(refused, "create and update", tenant, name);
        }
    }

    @Override
    public void delete(String tenant, String name) {
        try {
            call(token -> {
                vault.delete(token, names.mount(), names.path(), tenant, name);
                return true;
            });
        } catch (WebApplicationException refused) {
            throw failure(refused, "delete", tenant, name);
        }
    }

    private void put(String tenant, String name, VaultApi.Write write) {
        call(token -> {
            vault.write(token, names.mount(), names.path(), tenant, name, write);
            return true;
        });
    }

    private <T> T call(Function<String, T> action) {
        try {
            return withToken(action);
        } catch (ProcessingException | FaultToleranceException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the secret store cannot be reached", away);
        }
    }

    private <T> T withToken(Function<String, T> action) {
        try {
            return action.apply(token());
        } catch (WebApplicationException refused) {
            if (status(refused) != FORBIDDEN) {
                throw refused;
            }
            session = null;
            return action.apply(token());
        }
    }

    private String token() {
        Session current = session;
        if (current == null || !clock.instant().isBefore(current.renewAt())) {
            VaultApi.LoginAnswer.Auth auth = login();
            current = new Session(auth.token(), clock.instant().plusSeconds(auth.leaseSeconds() / 2));
            session = current;
        }
        return current.token();
    }

    private VaultApi.LoginAnswer.Auth login() {
        try {
            return vault.login(names.authMount(), new VaultApi.Login(names.role(), oidcToken.get()))
                    .auth();
        } catch (WebApplicationException refused) {
            if (passes(status(refused))) {
                throw refused;
            }
            throw new IngestException(
                    ErrorCode.PERMISSION_DENIED,
                    ("the secret store refuses this service's login with %d: Vault's role '%s' of auth/%s must exist and be"
                                    + " bound to the service's identity")
                            .formatted(status(refused), names.role(), names.authMount()),
                    refused);
        }
    }

    private static int status(WebApplicationException refused) {
        return refused.getResponse().getStatus();
    }

    private static boolean passes(int status) {
        return status >= FAILED || PASSING.contains(status);
    }

    /** Whoever is sealed or overloaded is away for a while; a refusal stays one until somebody changes Vault's policy. */
    private IngestException failure(WebApplicationException refused, String capability, String tenant, String name) {
        int status = status(refused);
        return passes(status)
                ? new IngestException(ErrorCode.UNAVAILABLE, "the secret store answered %d".formatted(status), refused)
                : new IngestException(
                        ErrorCode.PERMISSION_DENIED,
                        ("the secret store refuses this service with %d: the policy of Vault's role '%s' must allow it to %s"
                                        + " %s/data/%s/%s/%s")
                                .formatted(status, names.role(), capability, names.mount(), names.path(), tenant, name),
                        refused);
    }
}
