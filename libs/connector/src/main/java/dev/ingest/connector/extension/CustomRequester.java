package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.Optional;

/** Stands where an {@code HttpRequester} may, and has its fields: they make the request that this changes. */
@FunctionalInterface
public non-sealed interface CustomRequester extends Extension {
    /**
     * What is sent, but for the credentials, which follow.
     *
     * @param request as the fields make it; its method is GET, POST and so on
     * @param asked which page of which slice
     */
    OutgoingRequest request(OutgoingRequest request, Asked asked, Access access);

    /** @param token of the next page; none for the first */
    record Asked(Value.Dict slice, Optional<Value> token) {}
}
