package dev.ingest.connector.manifest;

import java.util.Optional;

/** How the next page is asked for. */
public sealed interface Paginator {
    record NoPagination() implements Paginator {}

    record DefaultPaginator(
            PaginationStrategy strategy, Optional<RequestOption> sizeOption, Optional<PageTarget> tokenOption)
            implements Paginator {}
}
