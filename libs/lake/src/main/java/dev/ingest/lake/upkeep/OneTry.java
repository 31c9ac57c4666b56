package dev.ingest.lake.upkeep;

import dev.ingest.lake.CommitWork;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CleanableFailure;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * A commit of upkeep on main, tried once: it holds only if main is still where it was looked at. Whoever was faster is right,
 * and upkeep is due again. An outcome that is not known is looked up, never guessed.
 */
final class OneTry {

    static final String COMMIT_ID = "ingest.commit-id";
    static final String KIND = "ingest.kind";

    /** How a try ended. */
    sealed interface Outcome {

        record Done() implements Outcome {}

        /** Nothing refers to what was written for it. */
        record Refused(RuntimeException reason) implements Outcome {}

        /** Perhaps something will refer to what was written for it. */
        record Unknown(RuntimeException reason) implements Outcome {}
    }

    private final Table table;
    private final Ledger ledger;
    private final String commitId = UUID.randomUUID().toString();

    OneTry(Table table, Ledger ledger) {
        this.table = table;
        this.ledger = ledger;
    }

    /** @param kind that the summary is to name; none of those that bring data */
    Outcome commit(SnapshotUpdate<?> update, Snapshot head, String kind) {
        try {
            ledger.carried(head).forEach(update::set);
            update.set(COMMIT_ID, commitId);
            update.set(KIND, kind);
            update.validateWith(ancestors -> ancestors.iterator().next().snapshotId() == head.snapshotId());
            update.scanManifestsWith(new CommitWork());
            update.commit();
            return new Outcome.Done();
        } catch (RuntimeException e) {
            return e instanceof CleanableFailure ? new Outcome.Refused(e) : lookUp(e);
        }
    }

    private Outcome lookUp(RuntimeException cause) {
        try {
            table.refresh();
            for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
                if (commitId.equals(snapshot.summary().get(COMMIT_ID))) {
                    return new Outcome.Done();
                }
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        return new Outcome.Unknown(cause);
    }
}
