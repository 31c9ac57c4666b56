package dev.ingest.writer.iceberg;

import dev.ingest.contracts.TableRef;
import dev.ingest.lake.Column;
import dev.ingest.lake.ColumnType;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;

/** What the control plane says a table is, in the lake's words. */
public final class TableSpecs {
    private TableSpecs() {}

    /**
     * The specification.
     *
     * @throws IllegalArgumentException naming what no table can be
     */
    public static TableSpec inLake(dev.ingest.contracts.config.TableSpec spec) {
        return new TableSpec(
                id(spec.table()),
                spec.columns().stream()
                        .map(column -> new Column(column.name(), ColumnType.parse(column.type()), column.required()))
                        .toList(),
                spec.key(),
                spec.cursor(),
                switch (spec.merge()) {
                    case APPEND -> MergeMode.APPEND;
                    case UPSERT -> MergeMode.UPSERT;
                },
                spec.formatVersion());
    }

    /** The name. */
    public static TableId id(TableRef table) {
        return new TableId(table.namespace(), table.name());
    }
}
