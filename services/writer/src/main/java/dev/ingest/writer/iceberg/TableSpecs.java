package dev.ingest.writer.iceberg;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Arrangement;
import dev.ingest.lake.Column;
import dev.ingest.lake.MergeMode;
import dev.ingest.lake.SchemaPolicy;
import dev.ingest.lake.TableId;
import dev.ingest.lake.TableSpec;

/** What the control plane says a table is, in the lake's words. */
public final class TableSpecs {
    private TableSpecs() {}

    /**
     * The specification.
     *
     * @throws IngestException {@code INVALID_ARGUMENT}, naming what no table can be
     */
    public static TableSpec inLake(dev.ingest.contracts.config.TableSpec spec) {
        try {
            return translated(spec);
        } catch (IllegalArgumentException impossible) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "table %s: its specification makes no sense: %s".formatted(spec.table(), impossible.getMessage()),
                    impossible);
        }
    }

    private static TableSpec translated(dev.ingest.contracts.config.TableSpec spec) {
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
                    case FULL_REFRESH -> MergeMode.FULL_REFRESH;
                    case HISTORY -> MergeMode.HISTORY;
                },
                spec.formatVersion(),
                switch (spec.schema()) {
                    case EVOLVE -> SchemaPolicy.EVOLVE;
                    case FREEZE -> SchemaPolicy.FREEZE;
                    case DISCARD_VALUE -> SchemaPolicy.DISCARD_VALUE;
                    case DISCARD_RECORD -> SchemaPolicy.DISCARD_RECORD;
                },
                Arrangement.parse(spec.partition(), spec.sort()));
    }

    private static TableId id(TableRef table) {
        return new TableId(table.namespace(), table.name());
    }
}
