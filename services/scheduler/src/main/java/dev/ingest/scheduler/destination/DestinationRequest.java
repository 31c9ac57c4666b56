package dev.ingest.scheduler.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param kind {@code managed}, {@code jdbc}, {@code rest} or {@code glue}
 * @param properties as {@link TenantDestination} reads them
 * @param credential name of a credential
 */
@JsonIgnoreProperties({"name", "externalId"}) // what a read says beside it
public record DestinationRequest(
        @Nullable String kind,
        @Nullable Map<String, @Nullable String> properties,
        @Nullable String credential) {
    private static final int PROPERTIES_MAX = 32;

    /** The destination that is asked for; {@code INVALID_ARGUMENT} names the field that is wrong. */
    DestinationSpec spec(String name) {
        Map<String, String> texts = Body.texts("properties", properties, PROPERTIES_MAX);
        var asked = new DestinationSpec(name, Body.required("kind", kind), texts, Optional.ofNullable(credential));
        try {
            TenantDestination.of(asked);
        } catch (IllegalArgumentException unfit) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(unfit.getMessage()), unfit);
        }
        return asked;
    }
}
