package dev.ingest.connector.manifest;

/** Where a page token goes. */
public sealed interface PageTarget permits RequestOption, PageTarget.RequestPath {
    /** The token is the next address, or a path relative to the base. */
    record RequestPath() implements PageTarget {}
}
