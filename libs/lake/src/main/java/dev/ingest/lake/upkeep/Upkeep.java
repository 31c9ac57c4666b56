package dev.ingest.lake.upkeep;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;

/**
 * The upkeep of one table, step by step: whatever protects progress and frees readers first, then what makes reading cheaper,
 * then what makes storage cheaper. A step that comes to nothing ends the round; it delays nobody's merge and is due again.
 */
public final class Upkeep {

    /** Steps of one kind in a round: each makes the table better, so there is an end; this is for one that did not. */
    static final int STEPS_MAX = 1_000;

    private static final Duration COMMIT = Duration.ofSeconds(5);
    private static final Duration WALK = Duration.ofSeconds(15);

    private final Table table;
    private final Ledger ledger;
    private final UpkeepPolicy policy;
    private final Clock clock;
    private final Instant deadline;

    public Upkeep(Table table, Ledger ledger, UpkeepPolicy policy, Clock clock, Instant deadline) {
        this.table = table;
        this.ledger = ledger;
        this.policy = policy;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Does what is due and fits. */
    public UpkeepResult run() {
        var steps = new ArrayList<UpkeepStep>();
        boolean left = false;
        for (Chore chore : chores()) {
            switch (run(chore, steps)) {
                case FINE -> {}
                case LEFT -> left = true;
                case FAILED -> {
                    return new UpkeepResult(steps, true);
                }
            }
        }
        return new UpkeepResult(steps, left);
    }

    private enum End {
        FINE,
        LEFT,
        FAILED
    }

    private List<Chore> chores() {
        BooleanSupplier late = () -> !clock.instant().isBefore(deadline);
        Instant now = clock.instant();
        return List.of(
                Chore.of("stamp", this::stamp),
                Chore.of("branches", () -> branches(new Branches(table, ledger, policy.past(), now))),
                Chore.of("properties", this::trimming),
                Chore.of("expiry", () -> expiry(new Expiry(table, ledger, policy, now))),
                Chore.of("compaction", () -> compaction(new Compaction(table, ledger, policy.files(), late))),
                Chore.of("manifests", this::manifests),
                Chore.of("orphans", () -> orphans(new Orphans(table, policy.lost(), now, late))));
    }

    private End run(Chore chore, List<UpkeepStep> steps) {
        for (int i = 0; i < STEPS_MAX; i++) {
            UpkeepStep step;
            try {
                Optional<Chore.Work> work = chore.due();
                if (work.isEmpty()) {
                    return End.FINE;
                }
                if (clock.instant().plus(work.get().takes()).isAfter(deadline)) {
                    return End.LEFT;
                }
                step = work.get().step().get();
            } catch (RuntimeException e) {
                step = new UpkeepStep.Dropped(chore.name(), e);
            }
            steps.add(step);
            if (step instanceof UpkeepStep.Dropped) {
                return End.FAILED;
            }
        }
        throw new IllegalStateException("table %s: %s is due after %d steps (expected: an end)"
                .formatted(table.name(), chore.name(), STEPS_MAX));
    }

    private Optional<Chore.Work> stamp() {
        Snapshot head = head();
        return work(
                !ledger.carries(head),
                COMMIT,
                () -> step("stamp", table.newFastAppend(), head, new UpkeepStep.Stamped()));
    }

    private Optional<Chore.Work> branches(Branches branches) {
        List<String> due = branches.due(head());
        return work(!due.isEmpty(), COMMIT, () -> branches.drop(due));
    }

    /** Tables that others made or changed may keep every metadata file for ever. */
    private Optional<Chore.Work> trimming() {
        boolean trimmed = Boolean.parseBoolean(table.properties()
                .getOrDefault(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, Boolean.FALSE.toString()));
        return work(!trimmed, COMMIT, () -> {
            table.updateProperties()
                    .set(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, Boolean.TRUE.toString())
                    .commit();
            return new UpkeepStep.MetadataTrimmed();
        });
    }

    private Optional<Chore.Work> expiry(Expiry expiry) {
        Expiry.Due due = expiry.due();
        return work(!due.snapshots().isEmpty(), WALK, () -> expiry.expire(due));
    }

    private Optional<Chore.Work> compaction(Compaction compaction) {
        Snapshot head = head();
        List<CompactionPlan.Group> groups = new CompactionPlan(table, policy.files()).of(head.snapshotId());
        return groups.stream()
                .findFirst()
                .map(best -> new Chore.Work(
                        COMMIT.plusSeconds(best.bytes() / policy.files().bytesPerSecond()),
                        () -> compaction.merge(best, head)));
    }

    private Optional<Chore.Work> manifests() {
        Snapshot head = head();
        List<ManifestFile> manifests = head.dataManifests(table.io());
        long full = TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT / 2;
        List<Integer> small = manifests.stream()
                .filter(manifest -> manifest.length() < full)
                .map(ManifestFile::partitionSpecId)
                .toList();
        // a manifest holds files of one way to partition: there are at least as many as there are ways
        boolean due = small.size() > policy.manifestsMax()
                && small.size() > small.stream().distinct().count();
        return work(due, WALK, () -> {
            RewriteManifests rewrite = table.rewriteManifests()
                    .clusterBy(file -> file.specId())
                    .rewriteIf(manifest -> manifest.length() < full);
            return step("manifests", rewrite, head, new UpkeepStep.ManifestsRewritten(manifests.size()));
        });
    }

    private Optional<Chore.Work> orphans(Orphans orphans) {
        return work(orphans.isDue(), WALK, orphans::remove);
    }

    private UpkeepStep step(String name, SnapshotUpdate<?> update, Snapshot head, UpkeepStep done) {
        return switch (new OneTry(table, ledger).commit(update, head, name.toUpperCase(Locale.ROOT))) {
            case OneTry.Outcome.Done() -> done;
            case OneTry.Outcome.Refused(RuntimeException reason) -> new UpkeepStep.Dropped(name, reason);
            case OneTry.Outcome.Unknown(RuntimeException reason) -> new UpkeepStep.Dropped(name, reason);
        };
    }

    private Snapshot head() {
        Snapshot head = table.snapshot(SnapshotRef.MAIN_BRANCH);
        if (head == null) {
            throw new IllegalStateException("table " + table.name() + ": it has no snapshot (expected: one)");
        }
        return head;
    }

    private static Optional<Chore.Work> work(boolean due, Duration takes, Supplier<UpkeepStep> step) {
        return due ? Optional.of(new Chore.Work(takes, step)) : Optional.empty();
    }
}
