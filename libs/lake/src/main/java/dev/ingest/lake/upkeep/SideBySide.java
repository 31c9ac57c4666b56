package dev.ingest.lake.upkeep;

import dev.ingest.lake.encode.RowFiles;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * What files take of the memory while they are read side by side: of each, its longest row group as it is, and a page of each
 * column unpacked. Nothing where one is read after the other.
 *
 * @param columns how many the table has, with what is in them; none if its rows have no order to be merged in
 */
record SideBySide(int columns) {

    /** A row group seldom unpacks to more times its bytes. */
    private static final int UNPACKED_MAX = 16;

    static SideBySide of(Table table) {
        return new SideBySide(
                SortKey.of(table).isEmpty()
                        ? 0
                        : CompactedFiles.columns(table).columns().size());
    }

    long held(DataFile file) {
        long rowGroup = rowGroup(file);
        return columns == 0
                ? 0
                : rowGroup + Math.min((long) columns * RowFiles.PAGE_BYTES_MAX, UNPACKED_MAX * rowGroup);
    }

    private static long rowGroup(DataFile file) {
        List<Long> starts = file.splitOffsets();
        if (starts == null || starts.isEmpty()) {
            return file.fileSizeInBytes();
        }
        long longest = file.fileSizeInBytes() - starts.getLast();
        for (int i = 1; i < starts.size(); i++) {
            longest = Math.max(longest, starts.get(i) - starts.get(i - 1));
        }
        return longest;
    }
}
