package dev.ingest.masking.http;

import dev.ingest.masking.querylog.QueryLimits;
import dev.ingest.masking.querylog.QueryLogReader;
import dev.ingest.masking.rows.RowLimits;
import dev.ingest.masking.rows.RowsReader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Joins the plain parts with configuration. */
final class MaskingParts {
    @Produces
    @Singleton
    QueryLogReader queryLog(QuerySettings settings) {
        return new QueryLogReader(new QueryLimits(settings.defaultLimit(), settings.maxLimit(), settings.maxRecords()));
    }

    @Produces
    @Singleton
    RowsReader reader(RowSettings settings) {
        return new RowsReader(new RowLimits(
                settings.defaultLimit(),
                settings.maxLimit(),
                settings.maxFilters(),
                settings.maxValues(),
                Math.toIntExact(settings.maxAnswer().asLongValue())));
    }
}
