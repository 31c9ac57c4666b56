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

    /**
     * @param files all of one partition
     * @param sideBySide whether there is memory to read them side by side; otherwise what is written is sorted runs
     */
    record Group(List<FileScanTask> files, ReadCost cost, boolean sideBySide) {
        long bytes() {
            return cost.bytes();
        }
    }

    /**
     * A file that stands alone in the plan.
     *
     * @param held bytes of memory that it takes while it is read beside others
     */
    private record Weighed(FileScanTask task, ReadCost cost, long held) {}

    private final UpkeepPolicy policy;

    CompactionPlan(UpkeepPolicy policy) {
        this.policy = policy;
    }

    /** The groups that are worth it, the best first. */
    List<Group> of(Table table, long snapshotId) {
        try (CloseableIterable<FileScanTask> files =
                table.newScan().useSnapshot(snapshotId).planFiles()) {
            return of(files, table.sortOrder(), SideBySide.of(table));
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot plan a compaction", e);
        }
    }

    private List<Group> of(Iterable<FileScanTask> files, SortOrder order, SideBySide reading) {
        Map<Object, List<Weighed>> partitions = new HashMap<>();
        for (FileScanTask file : files) {
            partitions
                    .computeIfAbsent(partition(file), first -> new ArrayList<>())
                    .add(new Weighed(file, ReadCost.of(file, order), reading.held(file.file())));
        }
        var groups = new ArrayList<Group>();
        partitions.values().forEach(partition -> groups.addAll(groups(partition)));
        groups.sort(Comparator.comparingDouble(this::worth).reversed());
        return groups;
    }

    /** How often a group's cost comes back; 1 is enough. */
    double worth(Group group) {
        long written = group.sideBySide() ? policy.fileBytes() : Math.min(policy.fileBytes(), SortedRuns.bytes(policy));
        return group.cost().worth(written, policy.readsToPayBack(), COMMIT_BYTES);
    }

    private boolean isRoomFor(int files, long held) {
        return held <= policy.memoryBytes() || files <= SIDE_BY_SIDE_MIN && held <= 2 * policy.memoryBytes();
    }

    private List<Group> groups(List<Weighed> files) {
        var ascending = new ArrayList<>(files);
        ascending.sort(Comparator.comparingLong(file -> file.cost().live()));
        var groups = new ArrayList<Group>();
        int from = 0;
        while (from < ascending.size()) {
            Group best = best(ascending.subList(from, ascending.size()));
            if (worth(best) >= 1) {
                groups.add(best);
                from += best.files().size();
            } else {
                from++;
            }
        }
        return groups;
    }

    /** Of the groups that start with the smallest file, the one that is worth most. */
    private Group best(List<Weighed> ascending) {
        Group best = new Group(
                List.of(ascending.getFirst().task()), ascending.getFirst().cost(), true);
        var taken = new ArrayList<FileScanTask>();
        ReadCost cost = ReadCost.NONE;
        long held = 0;
        boolean sideBySide = true;
        for (Weighed file : ascending.subList(0, Math.min(ascending.size(), GROUP_FILES_MAX))) {
            cost = cost.plus(file.cost());
            held += file.held();
            boolean enough = sideBySide && taken.size() >= SIDE_BY_SIDE_MIN;
            sideBySide = isRoomFor(taken.size() + 1, held);
            if (cost.bytes() > policy.groupBytesMax() && !taken.isEmpty() || enough && !sideBySide) {
                break;
            }
            taken.add(file.task());
            var group = new Group(List.copyOf(taken), cost, sideBySide);
            best = worth(group) > worth(best) ? group : best;
        }
        return best;
    }

    private static Object partition(FileScanTask file) {
        Types.StructType type = file.spec().partitionType();
        return List.of(
                file.spec().specId(),
                StructLikeWrapper.forType(type).set(file.file().partition()));
    }
}
