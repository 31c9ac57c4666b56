package dev.ingest.scheduler.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.pipeline.Resuming;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What follows from a check: an API that takes a credential again lets the pipelines go on that wait for that. */
@Singleton
final class Checks {
    private final TenantRows rows;
    private final Resuming resuming;
    private final ObjectMapper json;

    Checks(TenantRows rows, Resuming resuming, ObjectMapper json) {
        this.rows = rows;
        this.resuming = resuming;
        this.json = json;
    }

    /** Returns the executor's answer as it is. */
    Uni<String> follow(String answer, String tenant, String connector, Optional<String> credential) {
        return credential.isPresent() && succeeded(answer)
                ? rows.of(tenant, () -> resuming.accepted(tenant, connector, credential.get()))
                        .replaceWith(answer)
                : Uni.createFrom().item(answer);
    }

    private boolean succeeded(String answer) {
        try {
            return json.readTree(answer).path("succeeded").asBoolean();
        } catch (JsonProcessingException foreign) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the executor's answer is not JSON", foreign);
        }
    }
}
