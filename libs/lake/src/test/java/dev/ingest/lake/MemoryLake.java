package dev.ingest.lake;

import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import dev.ingest.lake.upkeep.UpkeepResult;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Catalog and store in memory, as several processes use them of which some fail. */
final class MemoryLake {

    /** Whatever can be merged is, with memory for some files side by side, and little of the past is kept. */
    static final UpkeepPolicy EAGER = new UpkeepPolicy(
            Duration.ofHours(1),
            new UpkeepPolicy.Files(64L << 20, 64L << 20, 100L << 10, 1_000_000, 4L << 20),
            new UpkeepPolicy.Past(Duration.ofDays(5), 4, 2, Duration.ofDays(3000)),
            new UpkeepPolicy.Lost(Duration.ofDays(3), Duration.ofDays(1), 10_000),
            3);

    private final MemoryFiles files;
    private final MemoryCatalog catalog;

    MemoryLake(CopyOnWrite copyOnWrite) {
        this(KeyIndex.none(), copyOnWrite);
    }

    MemoryLake(KeyIndex index, CopyOnWrite copyOnWrite) {
        this.files = new MemoryFiles();
        this.catalog = new MemoryCatalog(files, "memory://warehouse", index, copyOnWrite);
    }

    private MemoryLake(MemoryFiles files, MemoryCatalog catalog) {
        this.files = files;
        this.catalog = catalog;
    }

    /** One of its own that holds what this one does now. */
    MemoryLake copy() {
        MemoryFiles copied = files.copy();
        return new MemoryLake(copied, catalog.copy(copied));
    }

    MemoryFiles files() {
        return files;
    }

    /** As a process that is well opens it; made if it is missing. */
    LakeTable table(TableSpec spec) {
        return table(spec, Failing.never());
    }

    /** As another process opens it. */
    LakeTable table(TableSpec spec, Failing failing) {
        return catalog.with(files.failing(failing), failing).table(spec);
    }

    /** A round of upkeep in so many days. */
    static UpkeepResult upkeep(LakeTable table, int days) {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(days));
        return table.upkeep(EAGER, clock, clock.instant().plusSeconds(100));
    }

    /** Files that no state of the table needs; found in another way than upkeep does. */
    Set<String> unreachable(TableSpec spec) {
        Table table = table(spec).engine().table();
        var left = new HashSet<>(files.locations());
        left.removeAll(ReachableFileUtil.metadataFileLocations(table, false));
        left.removeAll(ReachableFileUtil.manifestListLocations(table));
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
                left.remove(manifest.path());
                ManifestFiles.read(manifest, table.io(), table.specs()).forEach(file -> left.remove(file.location()));
            }
            for (ManifestFile manifest : snapshot.deleteManifests(table.io())) {
                left.remove(manifest.path());
                ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())
                        .forEach(file -> left.remove(file.location()));
            }
        }
        return left;
    }
}
