package dev.ingest.lake.upkeep;

import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;

/**
 * What it costs to read a data file with its deletes, in bytes: opening a file takes as long as reading some megabytes.
 *
 * @param live bytes of rows that are still there
 */
record ReadCost(long bytes, long live, long overhead) {

    /** As engines weigh it when they plan (Iceberg's {@code read.split.open-file-cost}). */
    static final long OPEN_BYTES = 4L << 20;

    /** Equality deletes make readers look up every row, and some refuse the table: no effort is too great to be rid of them. */
    static final long EQUALITY_DELETE_BYTES = 1L << 40;

    static final ReadCost NONE = new ReadCost(0, 0, 0);

    /** @param sorted whether it has the table's declared order; if not, readers that skip by it read about twice what they need */
    static ReadCost of(FileScanTask task, boolean sorted) {
        long rows = Math.max(1, task.file().recordCount());
        long deleted = 0;
        long overhead = OPEN_BYTES;
        for (DeleteFile delete : task.deletes()) {
            if (delete.content() == FileContent.EQUALITY_DELETES) {
                overhead += EQUALITY_DELETE_BYTES;
            } else {
                overhead += OPEN_BYTES;
                deleted += delete.recordCount();
            }
        }
        long bytes = task.file().fileSizeInBytes();
        overhead += sorted ? 0 : bytes / 2;
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

    /** What rewriting takes: everything is read, what lives is written. */
    long spent() {
        return bytes + live;
    }
}
