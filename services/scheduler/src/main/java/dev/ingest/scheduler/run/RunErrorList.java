package dev.ingest.scheduler.run;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** The errors of a stream in a run. */
@Converter
public final class RunErrorList extends JsonColumn<List<RunError>> {
    public RunErrorList() {
        super(new TypeReference<>() {});
    }
}
