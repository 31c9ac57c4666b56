package dev.ingest.lake;

import dev.ingest.lake.upkeep.MetadataFiles;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog.TableBuilder;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Makes a table: it, its empty first snapshot and the tag on that appear together. */
final class Creation {

    private static final int TAIL_LENGTH = 8;

    private Creation() {}

    static void withRoot(TableBuilder builder, TableSpec spec) {
        withRoot(begun(builder, spec));
    }

    /**
     * The same, beside the usual folder where another table lives there: one that its owner renamed, or dropped and may want back,
     * keeps its files where they are. In one folder, the one's upkeep would remove what only the other one needs.
     */
    static void inFolderOfItsOwn(TableBuilder builder, TableSpec spec) {
        Transaction usual = begun(builder, spec);
        String folder = usual.table().location().replaceFirst("/+$", "");
        withRoot(isAnothers(usual.table(), folder) ? begun(builder.withLocation(beside(folder)), spec) : usual);
    }

    private static Transaction begun(TableBuilder builder, TableSpec spec) {
        Schema schema = Types.schema(spec);
        return builder.withPartitionSpec(
                        Partitions.spec(schema, spec.arrangement().partition().orElse(List.of())))
                .withSortOrder(Sorting.order(schema, spec.arrangement().order().orElse(List.of())))
                .withProperties(TableProperty.of(spec))
                .createTransaction();
    }

    private static void withRoot(Transaction creation) {
        creation.newFastAppend()
                .scanManifestsWith(new CommitWork())
                .set(Summary.KIND, History.ROOT_KIND)
                .set(Summary.OFFSETS, Summary.write(Offsets.none()))
                .set(Summary.SLICES, Summary.write(Map.of()))
                .commit();
        Snapshot root = creation.table().currentSnapshot();
        creation.manageSnapshots()
                .createTag(TableProperty.ROOT_TAG, root.snapshotId())
                .commit();
        creation.commitTransaction();
    }

    private static boolean isAnothers(Table begun, String folder) {
        if (begun.io() instanceof SupportsPrefixOperations files) {
            for (FileInfo file : files.listPrefix(folder + "/metadata/")) {
                if (MetadataFiles.isLived(file.location())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String beside(String folder) {
        return folder + "-" + UUID.randomUUID().toString().substring(0, TAIL_LENGTH);
    }
}
