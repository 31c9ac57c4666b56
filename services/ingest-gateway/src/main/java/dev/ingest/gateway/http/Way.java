package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.platform.identity.Roles;

/** The ways in, and what each of them asks of a post before its body is read. */
enum Way {
    INGEST("/api/v1/ingest", Roles.PRODUCER, ErrorCode.INVALID_ARGUMENT),
    INGEST_ALIAS("/ingest", Roles.PRODUCER, ErrorCode.INVALID_ARGUMENT),
    QUERY("/api/v1/query", Roles.CONSUMER, ErrorCode.INVALID_ARGUMENT),
    QUERIES("/ingest/push/queries", Roles.QUERY_LOG, ErrorCode.UNSUPPORTED_MEDIA_TYPE),
    TRINO("/ingest/push/trino", Roles.QUERY_LOG, ErrorCode.UNSUPPORTED_MEDIA_TYPE),
    LINEAGE("/api/v1/lineage", Roles.QUERY_LOG, ErrorCode.UNSUPPORTED_MEDIA_TYPE);

    private final String path;
    private final String role;
    private final ErrorCode otherType;

    Way(String path, String role, ErrorCode otherType) {
        this.path = path;
        this.role = role;
        this.otherType = otherType;
    }

    String path() {
        return path;
    }

    /** What the caller has to be. */
    String role() {
        return role;
    }

    /** What a caller is told whose body is no JSON by its own word. */
    ErrorCode otherType() {
        return otherType;
    }

    /** Whether it takes the tokens of the query log's reference. */
    boolean isQueryLog() {
        return role.equals(Roles.QUERY_LOG);
    }
}
