package dev.ingest.lake.upkeep;

import dev.ingest.lake.LiveRows;
import dev.ingest.lake.encode.RowMover;
import dev.ingest.lake.encode.UnknownFormException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.util.ContentFileUtil;

/** Rewrites a group of files as few, without the rows that are deleted. */
final class Compaction {

    static final String KIND = "COMPACTION";

    /** The deadline came while rows were moved. */
    private static final class TooLate extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLate(String table, long bytes) {
            super("table %s: merging %d bytes took longer than there was time".formatted(table, bytes));
        }
    }

    private final Table table;
    private final Ledger ledger;
    private final UpkeepPolicy.Files policy;
    private final BooleanSupplier late;

    Compaction(Table table, Ledger ledger, UpkeepPolicy.Files policy, BooleanSupplier late) {
        this.table = table;
        this.ledger = ledger;
        this.policy = policy;
        this.late = late;
    }

    UpkeepStep merge(CompactionPlan.Group group, Snapshot head) {
        var files = new CompactedFiles(table, policy.bytes(), table.sortOrder());
        List<DataFile> merged;
        try {
            merged = write(group, files);
        } catch (RuntimeException e) {
            files.discard(e);
            return new UpkeepStep.Dropped(KIND, e);
        }
        return switch (new OneTry(table, ledger).commit(rewrite(group, merged, head), head, KIND)) {
            case OneTry.Outcome.Done() -> done(group, merged);
            case OneTry.Outcome.Refused(RuntimeException reason) -> {
                files.discard(reason);
                yield new UpkeepStep.Dropped(KIND, reason);
            }
            case OneTry.Outcome.Unknown(RuntimeException reason) -> new UpkeepStep.Dropped(KIND, reason);
        };
    }

    private List<DataFile> write(CompactionPlan.Group group, CompactedFiles files) {
        // without a better order, as they came
        List<FileScanTask> inOrder = group.files().stream()
                .sorted(Comparator.comparing(file -> file.file().dataSequenceNumber()))
                .toList();
        try {
            if (group.reading() == CompactionPlan.Reading.ONE_AFTER_THE_OTHER && RowMover.canMove(table, inOrder)) {
                return files.move(inOrder, () -> requireTime(group));
            }
        } catch (UnknownFormException other) {
            // what others wrote is read as others do
            files.discard(other);
        } catch (IOException e) {
            throw failure(e);
        }
        return asObjects(group, inOrder, files);
    }

    private List<DataFile> asObjects(CompactionPlan.Group group, List<FileScanTask> inOrder, CompactedFiles files) {
        try (CloseableIterator<StructLike> rows = group.reading() == CompactionPlan.Reading.SIDE_BY_SIDE
                ? sideBySide(inOrder)
                : oneAfterTheOther(inOrder)) {
            Iterable<Iterator<StructLike>> runs = group.reading() == CompactionPlan.Reading.IN_RUNS
                    ? SortedRuns.of(rows, order(), group, policy)
                    : List.of(rows);
            var written = new ArrayList<DataFile>();
            for (Iterator<StructLike> run : runs) {
                written.addAll(files.write(run, group.files().getFirst(), () -> requireTime(group)));
            }
            return written;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException cause) {
        return new UncheckedIOException("table " + table.name() + ": cannot merge its files", cause);
    }

    private Comparator<StructLike> order() {
        return SortKey.of(table).orElseThrow();
    }

    private CloseableIterator<StructLike> sideBySide(List<FileScanTask> files) {
        return new MergedRows(files.stream().map(this::rows).toList(), order());
    }

    /** Side by side each would have its pages and its deletes in memory. */
    private CloseableIterator<StructLike> oneAfterTheOther(List<FileScanTask> files) {
        Iterable<CloseableIterable<StructLike>> opened =
                () -> files.stream().map(this::rows).iterator();
        return CloseableIterable.concat(opened).iterator();
    }

    private void requireTime(CompactionPlan.Group group) {
        if (late.getAsBoolean()) {
            throw new TooLate(table.name(), group.bytes());
        }
    }

    private CloseableIterable<StructLike> rows(FileScanTask file) {
        return LiveRows.read(table, file, CompactedFiles.columns(table), Expressions.alwaysTrue());
    }

    private RewriteFiles rewrite(CompactionPlan.Group group, List<DataFile> merged, Snapshot head) {
        RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(head.snapshotId());
        for (FileScanTask file : group.files()) {
            rewrite.deleteFile(file.file());
            ownDeletes(file).forEach(rewrite::deleteFile);
        }
        merged.forEach(rewrite::addFile);
        return rewrite;
    }

    /** Delete files that are about this data file alone; those about several are needed as long as one of them is there. */
    private static List<DeleteFile> ownDeletes(FileScanTask file) {
        var own = new ArrayList<DeleteFile>();
        for (DeleteFile delete : file.deletes()) {
            if (ContentFileUtil.isFileScoped(delete)) {
                own.add(delete);
            }
        }
        return own;
    }

    private static UpkeepStep done(CompactionPlan.Group group, List<DataFile> merged) {
        return new UpkeepStep.Compacted(
                group.files().size(),
                merged.size(),
                group.bytes(),
                merged.stream().mapToLong(DataFile::fileSizeInBytes).sum(),
                merged.stream().mapToLong(DataFile::recordCount).sum());
    }
}
