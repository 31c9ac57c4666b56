package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRow;
import dev.ingest.scheduler.schedule.Schedule;
import dev.ingest.scheduler.schedule.Timetable;
import dev.ingest.scheduler.schedule.Timing;
import dev.ingest.scheduler.schedule.TimingColumn;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Which streams of a connector go where, and when. An admin and a tick may change different things of it at the same time. */
@Entity
@DynamicUpdate
@Table(name = "pipeline")
public class Pipeline extends TenantRow {
    @Column
    public String name;

    @Column
    public String connector;

    @Column(name = "connector_version")
    public int connectorVersion;

    @Column
    public String credential;

    @Column
    public String destination;

    @Column
    public String namespace;

    @Column
    @Convert(converter = ConfigMap.class)
    public Map<String, Object> config;

    @Column
    @Convert(converter = PipelineStreamList.class)
    public List<PipelineStream> streams;

    @Column
    public String schedule;

    /** What goes with its schedule. */
    @Column
    @Convert(converter = TimingColumn.class)
    public Timing timing;

    /** The pipeline whose success makes it due. */
    @Column
    public @Nullable String upstream;

    /** When it runs next by itself. */
    @Column(name = "next_due")
    public @Nullable Instant nextDue;

    /** The time of its schedule that {@link #nextDue} stands for. */
    @Column(name = "next_nominal")
    public @Nullable Instant nextNominal;

    /** When {@link #nextDue} was computed. */
    @Column(name = "planned_at")
    public @Nullable Instant plannedAt;

    /** Whether it is due, and waits for its last run to be done. */
    @Column
    public boolean waits;

    @Enumerated(EnumType.STRING)
    @Column(name = "paused_kind")
    public Pause.@Nullable Kind pausedKind;

    @Column(name = "paused_reason")
    public @Nullable String pausedReason;

    @Column(name = "paused_at")
    public @Nullable Instant pausedAt;

    /** The pipeline of that name, if the tenant has it. */
    public static Uni<Optional<Pipeline>> named(String tenant, String name) {
        return Pipeline.<Pipeline>find("tenant = ?1 and name = ?2", tenant, name)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The pipeline of that name; fails with {@code NOT_FOUND}. */
    public static Uni<Pipeline> required(String tenant, String name) {
        return named(tenant, name).map(found -> found.orElseThrow(() -> IngestException.notFound("pipeline", name)));
    }

    /** The tenant's pipelines of those names, by name. */
    public static Uni<Map<String, Pipeline>> named(String tenant, Collection<String> names) {
        return Pipeline.<Pipeline>list("tenant = ?1 and name in ?2", tenant, names)
                .map(found -> found.stream().collect(Collectors.toMap(pipeline -> pipeline.name, Function.identity())));
    }

    /** The same, locked: who changes it sees what was changed before. */
    public static Uni<Optional<Pipeline>> locked(String tenant, String name) {
        return Pipeline.<Pipeline>find("tenant = ?1 and name = ?2", tenant, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    /** The tenant's pipelines by name. */
    public static Uni<List<Pipeline>> ofTenant(String tenant) {
        return list("tenant = ?1 order by name", tenant);
    }

    /** The tenant's pipelines that the success of that one makes due. */
    public static Uni<List<Pipeline>> downstream(String tenant, String name) {
        return list("tenant = ?1 and upstream = ?2 order by name", tenant, name);
    }

    /** When it is due. */
    public Timetable timetable() {
        return new Timetable(Schedule.parse(schedule), timing, id);
    }

    /** It is due then, or never by itself. */
    public void plan(Optional<Timetable.Time> next, Instant now) {
        nextNominal = next.map(Timetable.Time::nominal).orElse(null);
        nextDue = next.map(Timetable.Time::due).orElse(null);
        plannedAt = nextDue == null ? null : now;
        waits = false;
    }

    /** It is due because its upstream succeeded, unless it is paused. */
    public void follow(Instant now) {
        if (pausedKind == null) {
            plan(Optional.of(new Timetable.Time(now, timetable().begins(now))), now);
        }
    }

    /** Why it does not run by itself, if it is paused. */
    public Optional<Pause> pause() {
        return pausedKind == null || pausedReason == null || pausedAt == null
                ? Optional.empty()
                : Optional.of(new Pause(pausedKind, pausedReason, pausedAt));
    }

    /** Stops its schedule. A pause stays as it began. */
    public void pause(Pause why) {
        if (pausedKind == null) {
            pausedKind = why.kind();
            pausedReason = why.reason();
            pausedAt = why.since();
            plan(Optional.empty(), why.since());
        }
    }

    /** Lets its schedule go on with the next time; what passed meanwhile is over. */
    public void resume(Instant now) {
        if (pausedKind != null) {
            pausedKind = null;
            pausedReason = null;
            pausedAt = null;
            plan(timetable().next(now), now);
        }
    }

    /** As the executor reads it. */
    public PipelineSpec spec() {
        return new PipelineSpec(tenant, name, connector, connectorVersion, credential, config);
    }
}
