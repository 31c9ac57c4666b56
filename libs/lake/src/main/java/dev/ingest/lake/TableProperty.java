package dev.ingest.lake;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.TableProperties;

/** The properties we give to tables. */
final class TableProperty {

    static final String MERGE_MODE = "ingest.merge-mode";
    static final String CURSOR = "ingest.cursor-column";

    /** The tag of every table's empty first snapshot, which branches start from. */
    static final String ROOT_TAG = "ingest-root";

    private TableProperty() {}

    static Map<String, String> of(TableSpec spec) {
        var properties = new LinkedHashMap<String, String>();
        properties.put(MERGE_MODE, spec.mergeMode().name());
        spec.cursor().ifPresent(cursor -> properties.put(CURSOR, cursor));
        properties.put(TableProperties.FORMAT_VERSION, Integer.toString(spec.formatVersion()));
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        // Every commit writes a metadata file: without these two they pile up for ever.
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
        // Every commit brings a manifest or two, and every plan reads them all.
        properties.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, "20");
        // A drain has four minutes in all; Iceberg's default is thirty for a commit.
        properties.put(TableProperties.COMMIT_TOTAL_RETRY_TIME_MS, "60000");
        // What other engines are to do with these tables: never leave equality deletes.
        properties.put(TableProperties.DELETE_MODE, "merge-on-read");
        properties.put(TableProperties.UPDATE_MODE, "merge-on-read");
        properties.put(TableProperties.MERGE_MODE, "merge-on-read");
        properties.put(TableProperties.DELETE_GRANULARITY, "file");
        return properties;
    }
}
