package dev.ingest.gateway.http;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.Identity;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.platform.identity.Roles;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** The query-log token of a call: in the intake's own header, or where clients of OpenLineage put theirs. */
@Singleton
class QueryLogToken {
    private static final String HEADER = "X-Ryft-Token";
    private static final String BEARER = "bearer ";

    private final Holder holder;

    QueryLogToken(Holder holder) {
        this.holder = holder;
    }

    /** Who may write which query log; throws {@link IngestException} as {@link Holder#ofIssued} does. */
    Identity holder(HttpHeaders headers) {
        String token = Optional.ofNullable(headers.getHeaderString(HEADER))
                .or(() -> bearer(headers))
                .orElseThrow(IssuedTokens::unauthenticated);
        return holder.ofIssued(token, Roles.QUERY_LOG);
    }

    private static Optional<String> bearer(HttpHeaders headers) {
        return Optional.ofNullable(headers.getHeaderString(HttpHeaders.AUTHORIZATION))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }
}
