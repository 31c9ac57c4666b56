package dev.ingest.scheduler.stack;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The facts that the executor and the writer would tell of a request. */
public final class Attempts {
    private static final Ulid IDS = new Ulid(new MovableClock());
    private static final AtomicLong SNAPSHOTS = new AtomicLong(1000);

    private Attempts() {}

    public static SliceAttempt attempt(SliceRequested request) {
        return request.attempt(IDS.next());
    }

    /** Ten rows and a hundred bytes. */
    public static TableCommitted committed(SliceRequested request, String state) {
        return committed(request, state, new Tally(10, 0, 10));
    }

    /** As many rows as the tally says, and a hundred bytes. */
    public static TableCommitted committed(SliceRequested request, String state, Tally tally) {
        return new TableCommitted(
                request.tenant(),
                request.table(),
                SNAPSHOTS.incrementAndGet(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Optional.of(attempt(request)),
                Optional.of(state),
                Optional.empty(),
                tally.fetched() - tally.rejected(),
                100,
                1,
                Optional.of(tally),
                Optional.empty(),
                Optional.of(metadata(request.tenant(), request.table())));
    }

    /** Where a tenant's table in the platform's storage keeps what it is, as the tests configure it. */
    public static String metadata(String tenant, TableRef table) {
        return "s3://platform/lake/%s/%s/%s/metadata/00007-a.metadata.json"
                .formatted(tenant, table.namespace(), table.name());
    }

    /** Ten rows and a hundred bytes of a shorter slice. */
    public static TableCommitted shorter(SliceRequested request, String cursor, Instant notBefore) {
        TableCommitted whole = committed(request, "");
        return new TableCommitted(
                whole.tenant(),
                whole.table(),
                whole.snapshotId(),
                whole.committedAt(),
                whole.slice(),
                Optional.empty(),
                Optional.of(new Rest(cursor, notBefore)),
                whole.rows(),
                whole.bytes(),
                whole.files(),
                whole.tally());
    }

    public static SliceFailed failed(SliceRequested request, SliceFailed.Kind kind, String message) {
        return new SliceFailed(request.tenant(), attempt(request), kind, message);
    }

    public static SliceDeferred deferred(SliceRequested request, Optional<String> cursor, Instant notBefore) {
        return new SliceDeferred(request.tenant(), attempt(request), cursor, notBefore);
    }
}
