package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import dev.ingest.lake.encode.RowFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.ContentFileUtil;

/** The files that one try of a commit writes; removed again when it is certain that nothing refers to them. */
final class AttemptFiles {

    private static final int DELETION_VECTORS_FROM_VERSION = 3;

    private final Table table;
    private final int formatVersion;
    private final Set<String> written = new LinkedHashSet<>();

    AttemptFiles(Table table, int formatVersion) {
        this.table = table;
        this.formatVersion = formatVersion;
    }

    /**
     * Writes rows, in the table's order, to data files near its target size; no rows, no file. A file holds rows of one partition,
     * and one is open at a time.
     *
     * @throws TableConflictException for rows of too many partitions, before anything is written
     */
    List<DataFile> data(List<Row> rows, Layout layout) {
        return data(rows, layout, 0);
    }

    /** @param anew among these are the rows of so many files, each of one partition, which count for nothing against the limit */
    List<DataFile> data(List<Row> rows, Layout layout, int anew) {
        var files = new ArrayList<DataFile>();
        List<Row> sorted = Sorting.sorted(rows, table.sortOrder(), layout);
        try {
            for (Partitions.Part part : Partitions.of(
                    sorted, table.spec(), layout.schema(), table.name(), Partitions.IN_A_COMMIT_MAX + anew)) {
                files.addAll(new RowFiles(
                                table,
                                layout.schema(),
                                layout.recordFields(),
                                () -> newFile(FileFormat.PARQUET),
                                part.partition())
                        .write(part.rows()));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot write a data file", e);
        }
    }

    /**
     * What removes rows.
     *
     * @param deadFiles data files none of whose rows is left: they go as a whole
     */
    record Removal(List<DeleteFile> added, List<DeleteFile> replaced, List<DataFile> deadFiles) {}

    /** Marks rows as deleted, together with those of the same files that earlier commits deleted. */
    Removal deletes(DeadRows dead) {
        var removal = new Removal(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var partial = new ArrayList<DeadRows.InFile>();
        for (DeadRows.InFile file : dead.files()) {
            PositionDeleteIndex all = before(file);
            all.merge(file.positions());
            if (all.cardinality() >= file.task().file().recordCount()) {
                removal.deadFiles().add(file.task().file());
                removal.replaced().addAll(ownDeletes(file));
            } else {
                partial.add(file);
            }
        }
        try {
            if (formatVersion >= DELETION_VECTORS_FROM_VERSION) {
                deletionVectors(partial, removal);
            } else {
                positionDeletes(partial, removal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot write deletes", e);
        }
        return removal;
    }

    /** Removes what was written; what resists is left to the search for orphans. */
    void discard(Exception reason) {
        for (String location : written) {
            try {
                table.io().deleteFile(location);
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
        written.clear();
    }

    private void deletionVectors(List<DeadRows.InFile> files, Removal removal) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        var before = new HashMap<String, DeadRows.InFile>();
        var writer = new BaseDVFileWriter(
                fileFactory(FileFormat.PUFFIN), location -> before(Objects.requireNonNull(before.get(location))));
        try (writer) {
            for (DeadRows.InFile file : files) {
                String location = file.task().file().location();
                before.put(location, file);
                writer.delete(
                        location,
                        file.positions(),
                        file.task().spec(),
                        file.task().file().partition());
            }
        }
        DeleteWriteResult result = writer.result();
        result.deleteFiles().forEach(vector -> written.add(vector.location()));
        removal.added().addAll(result.deleteFiles());
        removal.replaced().addAll(result.rewrittenDeleteFiles());
    }

    private void positionDeletes(List<DeadRows.InFile> files, Removal removal) throws IOException {
        for (DeadRows.InFile file : files) {
            PositionDeleteIndex all = before(file);
            all.merge(file.positions());
            PositionDeleteWriter<Row> writer = Parquet.writeDeletes(newFile(FileFormat.PARQUET))
                    .setAll(table.properties())
                    .metricsConfig(MetricsConfig.forPositionDelete())
                    .withSpec(file.task().spec())
                    .withPartition(file.task().file().partition())
                    .overwrite()
                    .buildPositionWriter();
            try (writer) {
                PositionDelete<Row> delete = PositionDelete.create();
                all.forEach(
                        position -> writer.write(delete.set(file.task().file().location(), position)));
            }
            removal.added().add(writer.toDeleteFile());
            removal.replaced().addAll(ownDeletes(file));
        }
    }

    /** The positions that earlier commits deleted. */
    private PositionDeleteIndex before(DeadRows.InFile file) {
        List<DeleteFile> deletes = file.task().deletes().stream()
                .filter(delete -> delete.content() == FileContent.POSITION_DELETES)
                .toList();
        return new BaseDeleteLoader(delete -> table.io().newInputFile(delete.location()))
                .loadPositionDeletes(deletes, file.task().file().location());
    }

    /** Delete files that are about this data file alone; those about several stay. */
    static List<DeleteFile> ownDeletes(DeadRows.InFile file) {
        return file.task().deletes().stream()
                .filter(ContentFileUtil::isFileScoped)
                .toList();
    }

    /** Named without its partition: its values are no part of a URL, and may be longer than one. */
    private EncryptedOutputFile newFile(FileFormat format) {
        EncryptedOutputFile file = fileFactory(format).newOutputFile();
        written.add(file.encryptingOutputFile().location());
        return file;
    }

    private OutputFileFactory fileFactory(FileFormat format) {
        return OutputFileFactory.builderFor(table, 0, 0).format(format).build();
    }
}
