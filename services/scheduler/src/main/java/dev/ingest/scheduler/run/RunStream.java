package dev.ingest.scheduler.run;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.Tally;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run did for one stream. */
@Entity
@Table(name = "run_stream")
public class RunStream extends TenantRow {
    private static final int ERRORS_MAX = 20;

    @Column
    public String run;

    @Column
    public String stream;

    @Column
    public String namespace;

    @Column(name = "table_name")
    public String tableName;

    @Column
    public int slices;

    /** Slices that the run still waits for. */
    @Column
    public int open;

    @Column
    public int committed;

    /** Slices that failed; 1 if the stream could not be planned. */
    @Column
    public int failed;

    /** Slices that were cancelled. */
    @Column
    public int cancelled;

    @Column
    public long rows;

    @Column
    public long bytes;

    @Column
    public long rejected;

    /** Records that the API said there are, of {@link #reportedSlices}. */
    @Column
    public long reported;

    /** Committed slices of which it did. */
    @Column(name = "reported_slices")
    public int reportedSlices;

    /** Records that arrived, of committed slices. */
    @Column
    public long fetched;

    /** Of these, those that fit no row. */
    @Column(name = "dead_lettered")
    public long deadLettered;

    /** Of these, those that are rows. */
    @Column
    public long written;

    /** The snapshot that made the last of it readable. */
    @Column
    public @Nullable Long snapshot;

    @Column
    @Convert(converter = RunErrorList.class)
    public List<RunError> errors;

    static Uni<List<RunStream>> ofRun(String tenant, String run) {
        return list("tenant = ?1 and run = ?2 order by id", tenant, run);
    }

    static Uni<List<RunStream>> ofRuns(String tenant, Collection<String> runs) {
        return list("tenant = ?1 and run in ?2 order by id", tenant, runs);
    }

    static Uni<RunStream> of(Slice slice) {
        return RunStream.<RunStream>find(
                        "tenant = ?1 and run = ?2 and stream = ?3", slice.tenant, slice.run, slice.stream)
                .singleResult();
    }

    TableRef table() {
        return new TableRef(namespace, tableName);
    }

    RunState state() {
        if (open > 0) {
            return new RunState.Running();
        }
        if (failed + cancelled == 0) {
            return new RunState.Succeeded();
        }
        return committed == 0 ? new RunState.Failed() : new RunState.PartlyFailed();
    }

    /** As REST tells it. */
    String text() {
        return open == 0 && failed == 0 && cancelled > 0 ? RunState.Cancelled.TEXT : state().text();
    }

    void added(int more) {
        slices += more;
        open += more;
    }

    /** A slice that had failed, or was cancelled, may be committed by another attempt after all; its error stays told. */
    void committed(SliceStatus before, TableCommitted fact) {
        committed(before);
        readable(fact);
    }

    /** The slices of a full refresh are readable with one commit. */
    void swapped(List<SliceStatus> before, TableCommitted fact) {
        before.forEach(this::committed);
        readable(fact);
    }

    private void committed(SliceStatus before) {
        if (before.open()) {
            open--;
        } else if (cancelled > 0) {
            cancelled--;
        } else {
            failed--;
        }
        committed++;
    }

    private void readable(TableCommitted fact) {
        snapshot = fact.snapshotId();
        rows += fact.rows();
        bytes += fact.bytes();
        fact.tally().ifPresent(this::booked);
    }

    private void booked(Tally tally) {
        fetched += tally.fetched();
        deadLettered += tally.rejected();
        written += tally.written();
    }

    /** So many records the API said that one of its slices has. */
    void reported(long records) {
        reported += records;
        reportedSlices++;
    }

    /** What the run waited for, it does not wait for any more. */
    void cancelled() {
        cancelled += open;
        open = 0;
    }

    void failed(RunError error) {
        open--;
        unplanned(error);
    }

    /** So many staged slices go with one that failed. */
    void abandoned(int slices) {
        open -= slices;
        failed += slices;
    }

    void unplanned(RunError error) {
        failed++;
        // the newest are the ones to act on
        errors = Stream.concat(errors.stream().skip(Math.max(0, errors.size() + 1 - ERRORS_MAX)), Stream.of(error))
                .toList();
    }
}
