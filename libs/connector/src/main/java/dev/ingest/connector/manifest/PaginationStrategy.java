package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomPaginationStrategy;
import java.util.Optional;
import java.util.stream.Stream;

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

    record Custom(Optional<Interpolated> pageSize, CustomPaginationStrategy replacement)
            implements PaginationStrategy {}

    /** Whether a template of it looks at the response. */
    default boolean looksAtResponse() {
        return this instanceof Custom || hasTemplateOfResponse();
    }

    private boolean hasTemplateOfResponse() {
        Stream<Interpolated> templates =
                switch (this) {
                    case PageIncrement pages -> Stream.empty();
                    case Custom custom -> Stream.empty();
                    case OffsetIncrement(var size, var inject) -> size.stream();
                    case CursorPagination(var size, var value, var stop) ->
                        Stream.concat(Stream.of(value), stop.stream());
                };
        return templates.anyMatch(each -> each.template().names().contains("response"));
    }
}
