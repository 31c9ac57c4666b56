package dev.ingest.lake.upkeep;

import dev.ingest.lake.encode.RowFiles;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.TypeUtil;

/**
 * What files take of the memory while they are read side by side: of each, its longest row group as it is, and a page of each
 * column unpacked.
 *
 * @param columns how many the files have, those within others too
 */
record SideBySide(long columns) {

    /** A row group seldom unpacks to more times its bytes. */
    private static final int UNPACKED_MAX = 16;

    static SideBySide of(Table table) {
        Schema schema = CompactedFiles.columns(table);
        return new SideBySide(TypeUtil.indexById(schema.asStruct()).values().stream()
                .filter(field -> !field.type().isNestedType())
                .count());
    }

    long held(DataFile file) {
        long rowGroup = rowGroup(file);
        return rowGroup + Math.min(columns * RowFiles.PAGE_BYTES_MAX, UNPACKED_MAX * rowGroup);
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
