package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** The rows of a branch, settled among themselves and against main. */
final class StagedRows {

    /** Keys held in memory at a time: a slice of more is settled part by part, at a scan of the keys each. */
    static final int KEYS_MAX = 500_000;

    /** A staged row that wants its key's place. */
    private static final class Staged extends Contender {
        private final FileScanTask file;
        private final long position;

        Staged(FileScanTask file, long position, @Nullable Object cursor) {
            super(cursor);
            this.file = file;
            this.position = position;
        }
    }

    private final Engine engine;
    private final Layout layout;
    private final List<FileScanTask> files;
    private final int keysMax;

    StagedRows(Engine engine, Layout layout, String branch, int keysMax) {
        this.engine = engine;
        this.layout = layout;
        this.files = files(engine.table(), branch);
        this.keysMax = keysMax;
    }

    /** The branch's data files in the order of their commits. */
    List<FileScanTask> files() {
        return files;
    }

    /**
     * Which rows lose.
     *
     * @param staged of the branch: an equal key came later in it, or main has a newer row
     * @param main of main: the branch has a newer row
     */
    record Losers(DeadRows staged, DeadRows main) {}

    Losers losers(long mainSnapshotId) {
        var losers = new Losers(new DeadRows(), new DeadRows());
        if (!layout.upserts()) {
            return losers;
        }
        int parts = parts();
        for (int part = 0; part < parts; part++) {
            settle(part, parts, mainSnapshotId, losers);
        }
        return losers;
    }

    /** The branch's rows as versions of their keys, part by part. */
    void histories(Consumer<HistoryMerge> each) {
        int parts = parts();
        for (int part = 0; part < parts; part++) {
            int now = part;
            var history = new HistoryMerge(engine.table(), layout);
            engine.keys(layout).visit(files, (file, position, key, cursor, _) -> {
                if (Math.floorMod(key.hashCode(), parts) == now) {
                    history.addStaged(
                            file, position, key, Objects.requireNonNull(cursor, "a version without a cursor"));
                }
            });
            each.accept(history);
        }
    }

    private int parts() {
        long rows = files.stream().mapToLong(file -> file.file().recordCount()).sum();
        return Math.toIntExact((rows + keysMax - 1) / keysMax);
    }

    private void settle(int part, int parts, long mainSnapshotId, Losers losers) {
        Comparator<@Nullable Object> order = layout.cursorOrder();
        var scan = engine.keys(layout);
        Map<Object, Staged> contenders = new HashMap<>();
        scan.visit(files, (file, position, key, cursor, _) -> {
            if (Math.floorMod(key.hashCode(), parts) == part) {
                contenders.merge(key, new Staged(file, position, cursor), (known, later) -> {
                    boolean keep = order.compare(known.cursor(), later.cursor()) > 0;
                    Staged loser = keep ? later : known;
                    losers.staged().add(loser.file, loser.position);
                    return keep ? known : later;
                });
            }
        });
        scan.settle(mainSnapshotId, contenders, layout, Merge.NEWEST, losers.main());
        contenders.values().stream()
                .filter(Contender::isBeaten)
                .forEach(loser -> losers.staged().add(loser.file, loser.position));
    }

    private static List<FileScanTask> files(Table table, String branch) {
        // with their statistics: main's readers need them as much as if the files had been written there
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useRef(branch).includeColumnStats().planFiles()) {
            var files = new ArrayList<FileScanTask>();
            tasks.forEach(files::add);
            files.sort(Comparator.comparing(task -> task.file().dataSequenceNumber()));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot plan branch " + branch, e);
        }
    }
}
