package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The independently retryable unit of a run; its id derives from what it is. */
@Entity
@Table(name = "slice")
public class Slice extends TenantRow {
    @Column
    public String pipeline;

    @Column
    public String stream;

    /** Within the stream, from 1. */
    @Column
    public long number;

    /**
     * The number of the planned slice that this one, or what it is the rest of, was part of, negative if it was read before and is read
     * again: slices are in the order of (origin, number).
     */
    @Column
    public long origin;

    /** The run that waits for it, or did last. */
    @Column
    public String run;

    @Enumerated(EnumType.STRING)
    @Column
    public SliceStatus status;

    @Column(name = "start_bound")
    public @Nullable String start;

    @Column(name = "end_bound")
    public @Nullable String end;

    /** Where it goes on, JSON, if an attempt had to leave something of it. */
    @Column
    public @Nullable String resume;

    /** The stream's state after it, JSON; known when it is committed. */
    @Column
    public @Nullable String state;

    /** Whether the checkpoint is past it. */
    @Column
    public boolean settled;

    /** Records that it staged for a full refresh. */
    @Column
    public @Nullable Long records;

    /** Bytes that its source's responses had, of a full refresh. */
    @Column
    public @Nullable Long bytes;

    /** How many records the API said that it has. */
    @Column
    public @Nullable Long reported;

    /** To which attempt it said that. */
    @Column(name = "reported_to")
    public @Nullable String reportedTo;

    /** When it is to be put on Kafka (again). */
    @Column(name = "due_at")
    public @Nullable Instant dueAt;

    /** How often it was put on Kafka for this run. */
    @Column
    public int requests;

    /** Where it was put on Kafka last. */
    @Column(name = "request_partition")
    public @Nullable Integer requestPartition;

    @Column(name = "request_offset")
    public @Nullable Long requestOffset;

    /** When it was put on Kafka last. */
    @Column(name = "requested_at")
    public @Nullable Instant requestedAt;

    void told(SliceReported fact) {
        reported = fact.records();
        reportedTo = fact.attempt().attempt();
    }

    /** How many records the API said that it has, to that attempt. */
    Optional<Long> reported(SliceAttempt attempt) {
        return Optional.ofNullable(reported).filter(told -> attempt.attempt().equals(reportedTo));
    }

    static Uni<Slice> locked(String tenant, String id) {
        return Slice.<Slice>find("tenant = ?1 and id = ?2", tenant, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(found -> Optional.ofNullable(found).orElseThrow(() -> IngestException.notFound("slice", id)));
    }

    /** The pipelines' failed slices, locked: a late commit of one waits, or is waited for. */
    static Uni<List<Slice>> failedLocked(String tenant, Collection<String> pipelines) {
        return Slice.<Slice>find(
                        "tenant = ?1 and pipeline in ?2 and status = ?3 order by pipeline, stream, origin, number",
                        tenant,
                        pipelines,
                        SliceStatus.FAILED)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** How many of a stream's slices failed. */
    static Uni<Long> failed(String tenant, String pipeline, String stream) {
        return count(
                "tenant = ?1 and pipeline = ?2 and stream = ?3 and status = ?4",
                tenant,
                pipeline,
                stream,
                SliceStatus.FAILED);
    }

    /** Which ranges of a stream the next run reads first. */
    static Uni<Set<SliceBounds>> failed(StreamState state) {
        return Slice.<Slice>find(
                        "tenant = ?1 and pipeline = ?2 and stream = ?3 and status = ?4",
                        state.tenant,
                        state.pipeline,
                        state.stream,
                        SliceStatus.FAILED)
                .list()
                .map(found -> found.stream().map(Slice::bounds).collect(Collectors.toSet()));
    }

    /** What a run waits for, locked in one order. */
    static Uni<List<Slice>> openLocked(String tenant, String run) {
        return Slice.<Slice>find("tenant = ?1 and run = ?2 and status in ?3 order by id", tenant, run, SliceStatus.OPEN)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** What a run does for a stream, locked in one order. */
    static Uni<List<Slice>> ofStreamLocked(String tenant, String run, String stream) {
        return Slice.<Slice>find("tenant = ?1 and run = ?2 and stream = ?3 order by id", tenant, run, stream)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    static Uni<Long> open(String tenant, String run) {
        return count("tenant = ?1 and run = ?2 and status in ?3", tenant, run, SliceStatus.OPEN);
    }

    /** When the first of a run's open slices may go on, if all of them were asked to wait. */
    static Uni<Optional<Instant>> waitUntil(String tenant, String run) {
        return count("tenant = ?1 and run = ?2 and status in ?3", tenant, run, SliceStatus.GOING)
                .chain(going -> going > 0
                        ? Uni.createFrom().item(Optional.<Instant>empty())
                        : Slice.<Slice>find(
                                        "tenant = ?1 and run = ?2 and status = ?3 order by dueAt",
                                        tenant,
                                        run,
                                        SliceStatus.DEFERRED)
                                .firstResult()
                                .map(first ->
                                        Optional.ofNullable(first).flatMap(slice -> Optional.ofNullable(slice.dueAt))));
    }

    /** Whether it was read before: how far its stream is says nothing about it. */
    boolean repeats() {
        return origin < 0;
    }

    SliceBounds bounds() {
        return new SliceBounds(Optional.ofNullable(start), Optional.ofNullable(end));
    }

    /** To be requested for that run; from its start, unless what is before its start was committed as another slice. */
    void planned(String forRun, Instant now) {
        if (number == Math.abs(origin)) {
            resume = null;
        }
        run = forRun;
        status = SliceStatus.PLANNED;
        requests = 0;
        dueAt = now;
    }

    /** Its request was not read yet: what is not asked cannot be overdue. */
    void waits(Instant now, Duration overdue) {
        dueAt = now.plus(overdue);
    }

    /** To be requested later, going on there, or from its start. */
    void deferred(Optional<String> goesOn, Instant notBefore) {
        resume = goesOn.orElse(null);
        status = SliceStatus.DEFERRED;
        requests = 0;
        dueAt = notBefore;
    }

    /** Whether an attempt is one for the slice's last request, as far as the clocks of two processes can tell. */
    boolean isAnsweredBy(SliceAttempt attempt, Duration skew) {
        return requestedAt == null || !Ulid.mintedAt(attempt.attempt()).isBefore(requestedAt.minus(skew));
    }

    void staged(SliceStaged fact) {
        status = SliceStatus.STAGED;
        records = fact.records();
        bytes = fact.bytes();
        dueAt = null;
    }

    void committed(Optional<String> stateAfter) {
        status = SliceStatus.COMMITTED;
        state = stateAfter.orElse(null);
        dueAt = null;
    }

    void failed() {
        status = SliceStatus.FAILED;
        dueAt = null;
    }
}
