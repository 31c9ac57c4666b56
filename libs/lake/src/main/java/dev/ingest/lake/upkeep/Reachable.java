package dev.ingest.lake.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.function.Consumer;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Every file that any state of a table needs. */
final class Reachable {

    private Reachable() {}

    static void visit(Table table, Consumer<String> location) {
        ReachableFileUtil.metadataFileLocations(table, false).forEach(location);
        ReachableFileUtil.manifestListLocations(table).forEach(location);
        table.statisticsFiles().stream().map(StatisticsFile::path).forEach(location);
        table.partitionStatisticsFiles().stream()
                .map(PartitionStatisticsFile::path)
                .forEach(location);
        var seen = new HashSet<String>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (seen.add(manifest.path())) {
                    location.accept(manifest.path());
                    visit(table, manifest, location);
                }
            }
        }
    }

    private static void visit(Table table, ManifestFile manifest, Consumer<String> location) {
        try (CloseableIterable<? extends ContentFile<?>> files = files(table, manifest)) {
            files.forEach(file -> location.accept(file.location()));
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot read " + manifest.path(), e);
        }
    }

    private static CloseableIterable<? extends ContentFile<?>> files(Table table, ManifestFile manifest) {
        return manifest.content() == ManifestContent.DATA
                ? ManifestFiles.read(manifest, table.io(), table.specs())
                : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs());
    }
}
