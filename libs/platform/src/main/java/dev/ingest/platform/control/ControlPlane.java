package dev.ingest.platform.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.AccessTokenSpec;
import dev.ingest.contracts.config.EgressSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MembershipSpec;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.config.ReadNote;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * What the control plane says about tenants' things. May wait, for {@link ControlSettings#waitMax} at most; an event loop gets what is
 * known, and otherwise a {@link MustWaitException}. What does not exist throws {@link ErrorCode#NOT_FOUND}; a control plane that is
 * away and was never asked before throws {@link ErrorCode#UNAVAILABLE}.
 */
@Singleton
public final class ControlPlane {
    private static final int ASKERS = 8;
    private static final int ASKER_IDLE_SECONDS = 30;

    /** More than these are not asked now, as if the control plane were away. */
    private static final int QUESTIONS_MAX = 1_000;

    private final SchedulerApi scheduler;
    private final ObjectMapper json;
    private final ThreadPoolExecutor askers = askers();
    private final ConfigurationCache cache;

    /** Apart, because whoever guesses tokens decides what is asked for: guesses must not push out configuration. */
    private final ConfigurationCache tokens;

    ControlPlane(@RestClient SchedulerApi scheduler, ObjectMapper json, ControlSettings settings) {
        this.scheduler = scheduler;
        this.json = json;
        this.cache = cache(settings, Optional.empty());
        this.tokens = cache(settings, Optional.of(settings.staleTokenMax()));
    }

    private ConfigurationCache cache(ControlSettings settings, Optional<Duration> staleMax) {
        return new ConfigurationCache(
                new ConfigurationCache.Rules(settings.maxAge(), staleMax, settings.waitMax(), settings.cacheEntries()),
                Clock.systemUTC(),
                BlockingOperationControl::isBlockingAllowed,
                askers);
    }

    /** Apart from all others: a control plane that is silent keeps its askers, and nobody else. */
    private static ThreadPoolExecutor askers() {
        var threads = new ThreadPoolExecutor(
                ASKERS,
                ASKERS,
                ASKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUESTIONS_MAX),
                Thread.ofPlatform().daemon().name("control-plane-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @PreDestroy
    void close() {
        askers.shutdownNow();
    }

    /** A table that a pipeline or a stream source writes. */
    public TableSpec table(String tenant, TableRef table) {
        return cache.get(
                        "table " + table.key(tenant),
                        etag -> scheduler.table(tenant, table.namespace(), table.name(), etag),
                        body -> read(body, new TypeReference<TableSpec>() {}))
                .orElseThrow(() -> IngestException.notFound("table", table.toString()));
    }

    /** All tables of a tenant. */
    public List<TableSpec> tables(String tenant) {
        return cache.get(
                        "tables of " + tenant,
                        etag -> scheduler.tables(tenant, etag),
                        body -> read(body, new TypeReference<List<TableSpec>>() {}))
                .orElseThrow(() -> IngestException.notFound("tenant", tenant));
    }

    /** A pipeline's configuration. */
    public PipelineSpec pipeline(String tenant, String name) {
        return cache.get(
                        "pipeline " + tenant + "/" + name,
                        etag -> scheduler.pipeline(tenant, name, etag),
                        body -> read(body, new TypeReference<PipelineSpec>() {}))
                .orElseThrow(() -> IngestException.notFound("pipeline", name));
    }

    /** A connector's manifest, YAML. */
    public String manifest(String tenant, String connector, int version) {
        return cache.get(
                        "connector " + tenant + "/" + connector + "@" + version,
                        etag -> scheduler.manifest(tenant, connector, version, etag),
                        body -> body)
                .orElseThrow(() -> IngestException.notFound("connector", connector + "@" + version));
    }

    /** Where a tenant's manifests may reach beyond public addresses. */
    public EgressSpec egress(String tenant) {
        return cache.get(
                        "egress of " + tenant,
                        etag -> scheduler.egress(tenant, etag),
                        body -> read(body, new TypeReference<EgressSpec>() {}))
                .orElseThrow(() -> IngestException.notFound("tenant", tenant));
    }

    /** All stream sources of a tenant. */
    public List<StreamSourceSpec> sources(String tenant) {
        return cache.get(
                        "sources of " + tenant,
                        etag -> scheduler.sources(tenant, etag),
                        body -> read(body, new TypeReference<List<StreamSourceSpec>>() {}))
                .orElseThrow(() -> IngestException.notFound("tenant", tenant));
    }

    /** All feature views of a tenant. */
    public List<FeatureViewSpec> featureViews(String tenant) {
        return cache.get(
                        "feature views of " + tenant,
                        etag -> scheduler.featureViews(tenant, etag),
                        body -> read(body, new TypeReference<List<FeatureViewSpec>>() {}))
                .orElseThrow(() -> IngestException.notFound("tenant", tenant));
    }

    /** A table's masking policy. */
    public Optional<MaskingPolicySpec> policy(String tenant, TableRef table) {
        return cache.get(
                "policy " + table.key(tenant),
                etag -> scheduler.policy(tenant, table.namespace(), table.name(), etag),
                body -> read(body, new TypeReference<MaskingPolicySpec>() {}));
    }

    /**
     * What a token that we issued stands for.
     *
     * @param sha256 of the token, lower-case hexadecimal
     */
    public Optional<AccessTokenSpec> token(String sha256) {
        return tokens.get(
                "token " + sha256,
                etag -> scheduler.token(sha256, etag),
                body -> read(body, new TypeReference<AccessTokenSpec>() {}));
    }

    /**
     * A user who signs tokens with a key of their own.
     *
     * @param tenant what the token says is the user's tenant: a guess, until the signature is verified
     * @param user in upper case
     */
    public Optional<KeyUserSpec> keyUser(String tenant, String user) {
        return tokens.get(
                "user " + tenant + "/" + user,
                etag -> scheduler.keyUser(tenant, user, etag),
                body -> read(body, new TypeReference<KeyUserSpec>() {}));
    }

    /**
     * Of which tenants somebody is a member.
     *
     * @param name their subject at the identity provider, or their e-mail address
     */
    public List<MembershipSpec> memberships(String name) {
        return tokens.get(
                        "member " + name,
                        etag -> scheduler.memberships(name, etag),
                        body -> read(body, new TypeReference<List<MembershipSpec>>() {}))
                .orElseGet(List::of);
    }

    /** What a tenant's posts may be, where it differs from the configuration. */
    public TenantLimitsSpec limits(String tenant) {
        return cache.get(
                        "limits of " + tenant,
                        etag -> scheduler.limits(tenant, etag),
                        body -> read(body, new TypeReference<TenantLimitsSpec>() {}))
                .orElseGet(TenantLimitsSpec::none);
    }

    /**
     * Writes a read of what no mask covers into the tenant's audit log. Whoever cannot be written down does not read: a control
     * plane that is away throws {@link ErrorCode#UNAVAILABLE}.
     */
    public void note(String tenant, ReadNote note) {
        try (var _ = scheduler.read(tenant, note)) {
            // it is there
        } catch (WebApplicationException | ProcessingException | FaultToleranceException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the audit log cannot be written", away);
        }
    }

    private <T> T read(String body, TypeReference<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JsonProcessingException malformed) {
            throw new IngestException(
                    ErrorCode.INTERNAL,
                    "the control plane's answer is no %s"
                            .formatted(type.getType().getTypeName()),
                    malformed);
        }
    }
}
