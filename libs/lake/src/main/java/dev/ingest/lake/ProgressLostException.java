package dev.ingest.lake;

/**
 * A table with data of ours does not say any more what was applied: someone else's commits came on top and the older
 * snapshots expired. Taking it for empty would apply everything again, so it stops until an operator decides.
 */
public final class ProgressLostException extends LakeException {

    ProgressLostException(TableId table, long snapshotId) {
        super("table %s: no snapshot from %d back says what was applied (expected: one of ours among its ancestors)"
                .formatted(table, snapshotId));
    }
}
