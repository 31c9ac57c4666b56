package dev.ingest.lake.upkeep;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Removes files in the table's own folders that nothing refers to: what crashes and lost answers left behind. A commit whose
 * outcome was unknown is long settled when its files are old enough. The table is looked at after the folders, so that what
 * became part of it meanwhile is known.
 */
final class Orphans {

    /** When the folders were last looked through, in the table's properties. */
    static final String LOOKED_AT = "ingest.upkeep.orphans-looked-for-at";

    private static final List<String> FOLDERS = List.of("/data/", "/metadata/");

    private final Table table;
    private final UpkeepPolicy.Lost policy;
    private final Instant now;
    private final BooleanSupplier late;

    Orphans(Table table, UpkeepPolicy.Lost policy, Instant now, BooleanSupplier late) {
        this.table = table;
        this.policy = policy;
        this.now = now;
        this.late = late;
    }

    boolean isDue() {
        // elsewhere, other tables may have their files beside ours
        boolean inOwnFolders = !table.properties().containsKey(TableProperties.WRITE_DATA_LOCATION)
                && !table.properties().containsKey(TableProperties.WRITE_METADATA_LOCATION)
                && !table.properties().containsKey("write.object-storage.path");
        return inOwnFolders
                && table.io() instanceof SupportsPrefixOperations
                && lookedAt().plus(policy.every()).isBefore(now);
    }

    UpkeepStep remove() {
        var listed = new HashMap<String, String>();
        Map<String, List<String>> old = new HashMap<>();
        for (String folder : FOLDERS) {
            list(folder, listed, old);
        }
        table.refresh();
        if (!listed.containsKey(name(metadataLocation()))) {
            throw new IllegalStateException(
                    "table %s: its metadata %s is not among the %d files of its folders (expected: it is); no orphans were removed"
                            .formatted(table.name(), metadataLocation(), listed.size()));
        }
        Reachable.visit(table, location -> {
            old.remove(name(location));
            listed.remove(name(location));
        });
        Optional<String> strange =
                listed.values().stream().filter(this::isAnothers).findFirst();
        if (strange.isPresent()) {
            looked();
            throw new IllegalStateException(
                    "table %s: %s is of another table (expected: folders of its own); no orphans were removed"
                            .formatted(table.name(), strange.get()));
        }
        int removed = delete(old.values().stream().flatMap(List::stream).toList());
        looked();
        return new UpkeepStep.OrphansRemoved(removed);
    }

    /** A table that was renamed keeps its files where the one of its old name has its own: what that needs would be taken for lost. */
    private boolean isAnothers(String location) {
        return MetadataFiles.isLived(location)
                && owner(location).filter(uuid -> !uuid.equals(table.uuid())).isPresent();
    }

    /** The table that a metadata file is of; none where a crash left a part of it, which no catalog names. */
    @SuppressWarnings("UnusedException") // that it is not whole is all there is to say
    private Optional<UUID> owner(String location) {
        try {
            return Optional.of(UUID.fromString(
                    TableMetadataParser.read(table.io(), location).uuid()));
        } catch (RuntimeIOException e) {
            if (e.getCause() instanceof JsonProcessingException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void looked() {
        table.updateProperties().set(LOOKED_AT, now.toString()).commit();
    }

    private void list(String folder, Map<String, String> listed, Map<String, List<String>> old) {
        for (FileInfo file : ((SupportsPrefixOperations) table.io()).listPrefix(root() + folder)) {
            listed.put(name(file.location()), file.location());
            if (listed.size() > policy.filesMax()) {
                throw new IllegalStateException("table %s: more than %d files in its folders (lost.filesMax)"
                        .formatted(table.name(), policy.filesMax()));
            }
            if (file.createdAtMillis() < now.minus(policy.ageMin()).toEpochMilli()) {
                old.computeIfAbsent(name(file.location()), first -> new ArrayList<>())
                        .add(file.location());
            }
        }
    }

    private int delete(List<String> orphans) {
        int removed = 0;
        for (String orphan : orphans) {
            if (late.getAsBoolean()) {
                throw new IllegalStateException("table %s: %d of %d orphans were removed, then time was over"
                        .formatted(table.name(), removed, orphans.size()));
            }
            table.io().deleteFile(orphan);
            removed++;
        }
        return removed;
    }

    private String metadataLocation() {
        return ((HasTableOperations) table).operations().current().metadataFileLocation();
    }

    private Instant lookedAt() {
        return Optional.ofNullable(table.properties().get(LOOKED_AT))
                .map(Instant::parse)
                .orElseGet(() -> {
                    // a table without a past has no orphans yet
                    long made = ((HasTableOperations) table)
                            .operations().current().snapshots().stream()
                                    .mapToLong(Snapshot::timestampMillis)
                                    .min()
                                    .orElse(now.toEpochMilli());
                    return Instant.ofEpochMilli(made).plus(policy.ageMin()).minus(policy.every());
                });
    }

    private String root() {
        return table.location().replaceFirst("/+$", "");
    }

    /**
     * Files are told apart by their last name, which holds a UUID: of two spellings of one folder, one would make everything in it
     * an orphan.
     */
    private static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
