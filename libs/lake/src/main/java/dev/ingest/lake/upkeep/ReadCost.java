package dev.ingest.lake.upkeep;

import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.util.ContentFileUtil;

/**
 * What it costs to read a data file with its deletes, in bytes: opening a file takes as long as reading some megabytes. It decides
 * which files a compaction merges, and which a merge writes anew instead of marking their rows.
 *
 * @param live bytes of rows that are still there
 */
public record ReadCost(long bytes, long live, long overhead) {

    /** As engines weigh it when they plan (Iceberg's {@code read.split.open-file-cost}). */
    static final long OPEN_BYTES = 4L << 20;

    /** Equality deletes make readers look up every row, and some refuse the table: no effort is too great to be rid of them. */
    static final long EQUALITY_DELETE_BYTES = 1L << 40;

    static final ReadCost NONE = new ReadCost(0, 0, 0);

    /** @param declared the table's order; readers that skip by it read about twice what they need of a file that lacks it */
    static ReadCost of(FileScanTask task, SortOrder declared) {
        return of(task, declared, 0, 0);
    }

    /** Of a file of which so many rows more are marked as deleted, which takes a delete file where it has none of its own. */
    public static ReadCost marked(FileScanTask task, SortOrder declared, long rows) {
        boolean has = task.deletes().stream().anyMatch(ContentFileUtil::isFileScoped);
        return of(task, declared, rows, has ? 0 : OPEN_BYTES);
    }

    private static ReadCost of(FileScanTask task, SortOrder declared, long more, long beside) {
        long rows = Math.max(1, task.file().recordCount());
        long deleted = more;
        long overhead = OPEN_BYTES + beside;
        for (DeleteFile delete : task.deletes()) {
            if (delete.content() == FileContent.EQUALITY_DELETES) {
                overhead += EQUALITY_DELETE_BYTES;
            } else {
                overhead += OPEN_BYTES;
                deleted += delete.recordCount();
            }
        }
        long bytes = task.file().fileSizeInBytes();
        overhead += SortKey.isSorted(task, declared) ? 0 : bytes / 2;
        return new ReadCost(bytes, bytes * (rows - Math.min(rows, deleted)) / rows, overhead);
    }

    ReadCost plus(ReadCost other) {
        return new ReadCost(bytes + other.bytes, live + other.live, overhead + other.overhead);
    }

    /** What a read of these files together saves once they are rewritten to files of a size. */
    long saved(long fileBytes) {
        long files = live == 0 ? 0 : (live + fileBytes - 1) / fileBytes;
        return bytes + overhead - live - files * OPEN_BYTES;
    }

    /**
     * How often what a rewrite costs comes back; 1 is enough. Everything is read, and what lives is written.
     *
     * @param fileBytes size of the files that it writes
     * @param reads of the whole table in which it is to come back
     * @param beside what it costs beside its files
     */
    public double worth(long fileBytes, int reads, long beside) {
        return (double) saved(fileBytes) * reads / Math.max(1, bytes + live + beside);
    }
}
