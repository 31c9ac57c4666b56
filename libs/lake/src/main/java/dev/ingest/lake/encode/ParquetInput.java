package dev.ingest.lake.encode;

import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;

/** Opens a table's data files. */
public final class ParquetInput {

    private ParquetInput() {}

    /**
     * Files that others added as they were have no field ids: the table says which names mean which columns. Without that, Iceberg
     * goes by their place.
     */
    public static Parquet.ReadBuilder read(Table table, String location) {
        Parquet.ReadBuilder file = Parquet.read(table.io().newInputFile(location));
        String names = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
        return names == null ? file : file.withNameMapping(NameMappingParser.fromJson(names));
    }
}
