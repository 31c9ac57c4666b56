package dev.ingest.connector.manifest;

import java.util.Optional;

/** How the next page's token is found. */
public sealed interface PaginationStrategy {
    Optional<Interpolated> pageSize();

    record PageIncrement(Optional<Interpolated> pageSize, int firstPage, boolean injectOnFirstRequest)
            implements PaginationStrategy {}

    record OffsetIncrement(Optional<Interpolated> pageSize, boolean injectOnFirstRequest)
            implements PaginationStrategy {}

    record CursorPagination(
            Optional<Interpolated> pageSize, Interpolated cursorValue, Optional<Interpolated> stopCondition)
            implements PaginationStrategy {}
}
