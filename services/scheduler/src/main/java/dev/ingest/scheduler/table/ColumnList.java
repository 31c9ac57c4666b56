package dev.ingest.scheduler.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** Declared columns. */
@Converter
public final class ColumnList extends JsonColumn<List<ColumnSpec>> {
    public ColumnList() {
        super(new TypeReference<>() {});
    }
}
