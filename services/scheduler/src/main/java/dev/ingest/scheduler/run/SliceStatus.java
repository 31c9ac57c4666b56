package dev.ingest.scheduler.run;

import java.util.Arrays;
import java.util.List;

/**
 * Where a slice is.
 *
 * <pre>
 * PLANNED ──▶ REQUESTED ◀──▶ DEFERRED
 *    ▲            │ ╲ ╲
 *    │            ▼  ▼ ▼
 *    └───────  FAILED ──▶ COMMITTED
 *                 ▲    ▲    ▲
 *                 └── STAGED┘
 * </pre>
 *
 * A slice of a full refresh is staged until all of its run are, and fails with them; the next run plans anew. Any other failed
 * slice is planned again by the next run. Rows that a late attempt of it committed all the same are there, so it is
 * committed then.
 */
public enum SliceStatus {
    /** To be put on Kafka. */
    PLANNED,
    /** On Kafka. */
    REQUESTED,
    /** To be put on Kafka once more, later. */
    DEFERRED,
    /** Whole, and waiting for the other slices of its full refresh. */
    STAGED,
    COMMITTED,
    FAILED;

    /** Those that a run waits for. */
    static final List<SliceStatus> OPEN =
            Arrays.stream(values()).filter(SliceStatus::open).toList();

    /** Of these, those that nobody asked to wait. */
    static final List<SliceStatus> GOING = List.of(PLANNED, REQUESTED);

    /** Whether its source is still to be asked. */
    boolean unread() {
        return switch (this) {
            case PLANNED, REQUESTED, DEFERRED -> true;
            case STAGED, COMMITTED, FAILED -> false;
        };
    }

    /** Whether its run waits for it. */
    boolean open() {
        return switch (this) {
            case PLANNED, REQUESTED, DEFERRED, STAGED -> true;
            case COMMITTED, FAILED -> false;
        };
    }
}
