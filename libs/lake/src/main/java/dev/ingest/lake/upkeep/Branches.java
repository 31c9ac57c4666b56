package dev.ingest.lake.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/** Branches of attempts that nobody will publish: their slice is on main already, or they are older than any run. */
final class Branches {

    /** What an attempt's branch ends in: its ULID, which begins with the time of its making. */
    private static final Pattern ATTEMPT = Pattern.compile(".+-([0-7][0-9A-HJKMNP-TV-Z]{25})");

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;

    private final Table table;
    private final Ledger ledger;
    private final UpkeepPolicy.Past past;
    private final Instant now;

    Branches(Table table, Ledger ledger, UpkeepPolicy.Past past, Instant now) {
        this.table = table;
        this.ledger = ledger;
        this.past = past;
        this.now = now;
    }

    List<String> due(Snapshot main) {
        var due = new ArrayList<String>();
        for (Map.Entry<String, SnapshotRef> ref : table.refs().entrySet()) {
            if (ref.getValue().isBranch() && isOver(ref.getKey(), ref.getValue(), main)) {
                due.add(ref.getKey());
            }
        }
        return due;
    }

    UpkeepStep drop(List<String> branches) {
        ManageSnapshots refs = table.manageSnapshots();
        branches.forEach(refs::removeBranch);
        refs.commit();
        return new UpkeepStep.BranchesDropped(branches.size());
    }

    private boolean isOver(String branch, SnapshotRef ref, Snapshot main) {
        Optional<Instant> made = made(branch);
        if (made.isEmpty()) {
            // not one of ours
            return false;
        }
        if (made.get().isBefore(now.minus(past.branchAgeMax()))) {
            return true;
        }
        Snapshot staged = table.snapshot(ref.snapshotId());
        return staged != null && ledger.isFinished(staged, main);
    }

    static Optional<Instant> made(String branch) {
        Matcher name = ATTEMPT.matcher(branch);
        if (!name.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        for (char digit : name.group(1).substring(0, TIME_DIGITS).toCharArray()) {
            millis = millis * CROCKFORD.length() + CROCKFORD.indexOf(digit);
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }
}
