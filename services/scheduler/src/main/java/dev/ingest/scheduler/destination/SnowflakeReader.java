package dev.ingest.scheduler.destination;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.destination.CatalogSpec;
import dev.ingest.contracts.destination.StorageSpec;
import dev.ingest.contracts.destination.TenantDestination.Own;
import java.util.Map;
import java.util.Optional;

/**
 * How Snowflake gets to the tables of a destination: by a catalog that it reads, or by the files that the tables' metadata is in.
 *
 * @param own catalog and storage; of {@code managed}, the tenant's part of the platform's
 * @param platforms whether it is {@code managed}
 * @param metadata location of the newest metadata file of each table that was told of
 */
public record SnowflakeReader(Own own, boolean platforms, Map<TableRef, String> metadata) {
    public SnowflakeReader {
        metadata = Map.copyOf(metadata);
    }

    /** Snowflake reads no JDBC catalog. */
    boolean byFile() {
        return own.catalog() instanceof CatalogSpec.Jdbc;
    }

    /** Path of the table's newest metadata file, below the place of the external volume. */
    Optional<String> file(TableRef table) {
        String place = own.bucket().map(StorageSpec.S3::location).orElse("") + "/";
        return Optional.ofNullable(metadata.get(table))
                .filter(file -> file.startsWith(place))
                .map(file -> file.substring(place.length()));
    }

    /** SQL that makes Snowflake see what is there now; none where it takes a metadata file that nobody told of. */
    public Optional<String> refresh(TableRef table) {
        return byFile()
                ? file(table).map(path -> SnowflakeTable.refreshFrom(table, path))
                : Optional.of(SnowflakeTable.refresh(table));
    }

    /** SQL that makes Snowflake look by itself from now on; none where there is no catalog that it can ask. */
    public Optional<String> autoRefresh(TableRef table) {
        return byFile() ? Optional.empty() : Optional.of(SnowflakeTable.autoRefresh(table));
    }
}
