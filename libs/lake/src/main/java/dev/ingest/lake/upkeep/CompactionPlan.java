package dev.ingest.lake.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.StructLikeWrapper;

/**
 * Which files of a partition are worth merging: those whose reading becomes cheaper by more than the merge costs, small ones among
 * themselves first, so that rows are rewritten a few times in a table's life and not with every commit. Files from before the
 * table's partitions or order changed are merged within the partitions that they were written for, and sorted anew.
 */
final class CompactionPlan {

    /** Beside its files a commit writes manifests and metadata, and makes everyone's caches useless: as much as these files. */
    static final long COMMIT_BYTES = 256L << 20;

    static final int GROUP_FILES_MAX = 200;

    /** Fewer files are seldom worth a commit: so many may take twice the memory. */
    static final int SIDE_BY_SIDE_MIN = 10;

    /** How a group's rows come to be in the table's order. */
    enum Reading {
        /** The table has none. */
        ONE_AFTER_THE_OTHER,
        /** The files have it already, and there is memory to merge them. */
        SIDE_BY_SIDE,
        /** Some have not, or there is no memory: what is written is sorted runs, which later compactions merge. */
        IN_RUNS
    }

    /**
     * @param files all of one partition, and all in the table's order or none
     * @param worth how often its cost comes back; 1 is enough
     */
    record Group(List<FileScanTask> files, ReadCost cost, Reading reading, double worth) {
        long bytes() {
            return cost.bytes();
        }
    }

    /**
     * A file that stands alone in the plan.
     *
     * @param sorted whether its rows have the table's order
     * @param held bytes of memory that it takes while it is read beside others
     */
    private record Weighed(FileScanTask task, ReadCost cost, boolean sorted, long held) {}

    /** Files as they come together to a group. */
    private record Tally(int files, ReadCost cost, boolean sorted, long held) {
        static final Tally NONE = new Tally(0, ReadCost.NONE, true, 0);

        Tally plus(Weighed file) {
            return new Tally(files + 1, cost.plus(file.cost()), sorted && file.sorted(), held + file.held());
        }
    }

    private final Table table;
    private final UpkeepPolicy.Files policy;
    private final boolean hasOrder;
    private final SideBySide sideBySide;

    CompactionPlan(Table table, UpkeepPolicy.Files policy) {
        this.table = table;
        this.policy = policy;
        this.hasOrder = SortKey.of(table).isPresent();
        this.sideBySide = SideBySide.of(table);
    }

    /** The groups that are worth it, the best first. */
    List<Group> of(long snapshotId) {
        try (CloseableIterable<FileScanTask> files =
                table.newScan().useSnapshot(snapshotId).planFiles()) {
            return of(files);
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot plan a compaction", e);
        }
    }

    private List<Group> of(Iterable<FileScanTask> files) {
        Map<Object, List<Weighed>> partitions = new HashMap<>();
        for (FileScanTask file : files) {
            partitions.computeIfAbsent(kind(file), first -> new ArrayList<>()).add(weighed(file));
        }
        var groups = new ArrayList<Group>();
        partitions.values().forEach(partition -> groups.addAll(groups(partition)));
        groups.sort(Comparator.comparingDouble(Group::worth).reversed());
        return groups;
    }

    private Weighed weighed(FileScanTask file) {
        SortOrder order = table.sortOrder();
        return new Weighed(file, ReadCost.of(file, order), SortKey.isSorted(file, order), sideBySide.held(file.file()));
    }

    private double worth(Tally tally) {
        return tally.cost().worth(fileBytes(tally), policy.readsToPayBack(), COMMIT_BYTES);
    }

    private long fileBytes(Tally tally) {
        // without memory to merge them they become runs for good: nothing merges those either
        return hasRoom(tally) ? policy.bytes() : Math.min(policy.bytes(), SortedRuns.bytes(policy));
    }

    private Reading reading(Tally tally) {
        if (!hasOrder) {
            return Reading.ONE_AFTER_THE_OTHER;
        }
        return tally.sorted() && hasRoom(tally) ? Reading.SIDE_BY_SIDE : Reading.IN_RUNS;
    }

    private boolean hasRoom(Tally tally) {
        return !hasOrder
                || tally.held() <= policy.memoryBytes()
                || tally.files() <= SIDE_BY_SIDE_MIN && tally.held() <= 2 * policy.memoryBytes()
                || tally.files() == 1;
    }

    private List<Group> groups(List<Weighed> files) {
        var ascending = new ArrayList<>(files);
        ascending.sort(Comparator.comparingLong(file -> file.cost().live()));
        var groups = new ArrayList<Group>();
        int from = 0;
        while (from < ascending.size()) {
            List<Weighed> left = ascending.subList(from, ascending.size());
            Tally best = best(left);
            if (worth(best) >= 1) {
                groups.add(group(left.subList(0, best.files()), best));
                from += best.files();
            } else {
                from++;
            }
        }
        return groups;
    }

    /** Of the groups that start with the smallest file, the one that is worth most. */
    private Tally best(List<Weighed> ascending) {
        Tally best = Tally.NONE.plus(ascending.getFirst());
        Tally last = best;
        for (Weighed file : ascending.subList(1, Math.min(ascending.size(), GROUP_FILES_MAX))) {
            Tally next = last.plus(file);
            boolean enough = hasRoom(last) && last.files() >= SIDE_BY_SIDE_MIN;
            if (next.cost().bytes() > policy.groupBytesMax() || enough && !hasRoom(next)) {
                break;
            }
            best = worth(next) > worth(best) ? next : best;
            last = next;
        }
        return best;
    }

    private Group group(List<Weighed> files, Tally tally) {
        return new Group(files.stream().map(Weighed::task).toList(), tally.cost(), reading(tally), worth(tally));
    }

    /** Files are merged with their like: one of no order would make all others be sorted once more. */
    private Object kind(FileScanTask file) {
        Types.StructType type = file.spec().partitionType();
        return List.of(
                SortKey.isSorted(file, table.sortOrder()),
                file.spec().specId(),
                StructLikeWrapper.forType(type).set(file.file().partition()));
    }
}
