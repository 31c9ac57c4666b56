package dev.ingest.lake;

import dev.ingest.lake.upkeep.ReadCost;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;

/**
 * Which files a merge writes anew without the rows that it takes out, instead of marking these: those whose rest is so small that
 * writing it along costs less than the delete file, its readers and the compaction that would follow. The limits are for all files
 * of a merge together, the cheapest first, so that a merge writes at most about twice what it would.
 *
 * @param restFree rows that may always be written along: fewer cost less than the commit that they are part of
 * @param restPerRow rows that may be written along for each row of the batch
 * @param bytesMax of the files that are read for it
 * @param filesMax how many
 */
record CopyOnWrite(long restFree, int restPerRow, long bytesMax, int filesMax) {

    private static final UpkeepPolicy.Files PLANNED = UpkeepPolicy.DEFAULT.files();

    /** A quarter of a second at the speed that a compaction is planned with. */
    private static final long BYTES_MAX = PLANNED.bytesPerSecond() / 4;

    static final CopyOnWrite USUAL = new CopyOnWrite(2_000, 1, BYTES_MAX, 32);

    /** Rows are marked, whatever that costs. */
    static final CopyOnWrite NEVER = new CopyOnWrite(0, 0, 0, 0);

    /** Rows of a file that stay when so many are taken out; more than there are if others' deletes are about several files. */
    private record Weighed(DeadRows.InFile file, long rest) {

        static Weighed of(DeadRows.InFile file) {
            long rest = MainCommit.live(file.task()) - file.positions().cardinality();
            return new Weighed(file, Math.max(0, rest));
        }
    }

    /**
     * The files to write anew.
     *
     * @param batch how many rows the merge brings
     */
    List<DeadRows.InFile> choose(DeadRows dead, long batch, Table table) {
        List<Weighed> cheapest = dead.files().stream()
                .filter(file -> isWorthIt(file, table))
                .map(Weighed::of)
                // one without a rest goes as a whole
                .filter(file -> file.rest() > 0)
                .sorted(Comparator.comparingLong(Weighed::rest))
                .toList();
        var chosen = new ArrayList<DeadRows.InFile>();
        long rest = Math.max(restFree, restPerRow * batch);
        long bytes = bytesMax;
        for (Weighed file : cheapest) {
            rest -= file.rest();
            bytes -= file.file().task().file().fileSizeInBytes();
            if (rest < 0 || bytes < 0 || chosen.size() == filesMax) {
                break;
            }
            chosen.add(file.file());
        }
        return chosen;
    }

    /** Rows of other partitions than the table has now would be scattered over many files. */
    private static boolean isWorthIt(DeadRows.InFile file, Table table) {
        FileScanTask task = file.task();
        return task.file().format() == FileFormat.PARQUET
                && task.spec().specId() == table.spec().specId()
                && ReadCost.marked(task, table.sortOrder(), file.positions().cardinality())
                                .worth(PLANNED.bytes(), PLANNED.readsToPayBack(), 0)
                        >= 1;
    }
}
