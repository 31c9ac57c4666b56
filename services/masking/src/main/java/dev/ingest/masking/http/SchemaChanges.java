package dev.ingest.masking.http;

import dev.ingest.lake.Column;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.SchemaVersion;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a table's columns, in words. */
final class SchemaChanges {
    /** A table of a thousand columns may have gained them one by one. */
    private static final int CHANGES_MAX = 200;

    private SchemaChanges() {}

    /**
     * @param schema the id of the schema that it led to
     * @param since when rows were first written with it, as far as snapshots are kept
     * @param what each column that it added, dropped, renamed or changed
     */
    @RegisterForReflection
    public record Change(int schema, Optional<Instant> since, List<String> what) {}

    /** The latest first. */
    static List<Change> of(LakeTable table) {
        List<SchemaVersion> versions = table.schemas();
        var changes = new ArrayList<Change>();
        for (int i = versions.size() - 1; i >= 0 && changes.size() < CHANGES_MAX; i--) {
            SchemaVersion version = versions.get(i);
            List<String> what = i == 0
                    ? List.of(
                            "created with %d columns".formatted(version.fields().size()))
                    : differences(versions.get(i - 1), version);
            changes.add(new Change(version.id(), version.since(), what));
        }
        return changes;
    }

    private static List<String> differences(SchemaVersion before, SchemaVersion after) {
        Map<Integer, Column> old = columns(before);
        Map<Integer, Column> now = columns(after);
        var differences = new ArrayList<String>();
        now.forEach((id, column) -> {
            Column was = old.get(id);
            if (was == null) {
                differences.add(
                        "added %s (%s)".formatted(column.name(), column.type().text()));
            } else {
                differences.addAll(differences(was, column));
            }
        });
        old.forEach((id, column) -> {
            if (!now.containsKey(id)) {
                differences.add(
                        "dropped %s (%s)".formatted(column.name(), column.type().text()));
            }
        });
        return differences;
    }

    private static List<String> differences(Column was, Column now) {
        var differences = new ArrayList<String>();
        if (!was.name().equals(now.name())) {
            differences.add("renamed %s to %s".formatted(was.name(), now.name()));
        }
        if (!was.type().equals(now.type())) {
            differences.add("changed %s from %s to %s"
                    .formatted(now.name(), was.type().text(), now.type().text()));
        }
        if (was.required() != now.required()) {
            differences.add("relaxed %s: it may be missing".formatted(now.name()));
        }
        return differences;
    }

    private static Map<Integer, Column> columns(SchemaVersion version) {
        return version.fields().stream()
                .collect(Collectors.toMap(
                        SchemaVersion.Field::id, SchemaVersion.Field::column, (one, other) -> one, LinkedHashMap::new));
    }
}
