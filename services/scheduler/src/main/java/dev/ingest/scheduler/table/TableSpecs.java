package dev.ingest.scheduler.table;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.scheduler.batch.TableSettings;
import dev.ingest.scheduler.batch.Target.Service;
import dev.ingest.scheduler.batch.TunedBatch;
import dev.ingest.scheduler.destination.Destination;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables as the writer reads them. Within the caller's transaction. */
@Singleton
public final class TableSpecs {
    private final TableSettings settings;

    TableSpecs(TableSettings settings) {
        this.settings = settings;
    }

    /** One table; fails with {@code NOT_FOUND}. */
    public Uni<TableSpec> one(String tenant, TableRef table) {
        return LakeTable.required(tenant, table)
                .chain(row -> Destination.required(tenant, row.destination)
                        .chain(destination -> Destination.externalId(tenant)
                                .chain(externalId -> TunedBatch.ofTenant(tenant, Service.WRITER)
                                        .map(tuned ->
                                                spec(row, destination.spec().in(externalId), tuned)))));
    }

    /** Every table of a tenant. */
    public Uni<List<TableSpec>> all(String tenant) {
        return Destination.ofTenant(tenant)
                .chain(destinations -> Destination.externalId(tenant)
                        .chain(externalId -> TunedBatch.ofTenant(tenant, Service.WRITER)
                                .chain(tuned -> LakeTable.ofTenant(tenant)
                                        .map(rows -> rows.stream()
                                                .map(row -> spec(
                                                        row,
                                                        of(row, destinations).in(externalId),
                                                        tuned))
                                                .toList()))));
    }

    /** It is there: the database holds the reference. */
    private static DestinationSpec of(LakeTable row, List<Destination> destinations) {
        return destinations.stream()
                .filter(destination -> destination.name.equals(row.destination))
                .findFirst()
                .map(Destination::spec)
                .orElseThrow();
    }

    private TableSpec spec(LakeTable row, DestinationSpec destination, Map<TableRef, Integer> tuned) {
        return new TableSpec(
                row.tenant,
                row.ref(),
                destination,
                row.columns,
                row.key,
                Optional.ofNullable(row.cursor),
                row.merge,
                row.formatVersion,
                tuned.getOrDefault(row.ref(), settings.batch()),
                row.schema,
                Optional.ofNullable(row.partitionBy),
                Optional.ofNullable(row.sortBy));
    }
}
