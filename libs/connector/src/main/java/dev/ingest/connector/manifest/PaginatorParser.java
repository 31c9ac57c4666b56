package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomPaginationStrategy;
import java.util.Map;
import java.util.Optional;

/** Paginators and their strategies. */
final class PaginatorParser {
    private static final Map<String, Component.Parser<Paginator>> PAGINATORS = Map.of(
            "NoPagination", component -> new Paginator.NoPagination(), "DefaultPaginator", PaginatorParser::standard);
    private static final Map<String, Component.Parser<PageTarget>> TARGETS =
            Map.of("RequestOption", RequestOption::parse, "RequestPath", component -> new PageTarget.RequestPath());
    private static final Map<String, Component.Parser<RequestOption>> OPTIONS =
            Map.of("RequestOption", RequestOption::parse);
    private static final Map<String, Component.Parser<PaginationStrategy>> STRATEGIES = Map.of(
            "PageIncrement", PaginatorParser::pages,
            "OffsetIncrement", PaginatorParser::offsets,
            "CursorPagination", PaginatorParser::cursors,
            "CustomPaginationStrategy",
                    component -> new PaginationStrategy.Custom(
                            component.template("page_size"), component.extension(CustomPaginationStrategy.class)));

    private PaginatorParser() {}

    /** @param decoder of the responses the paginator looks at */
    static Paginator of(Component retriever, String field, Decoder decoder) {
        Optional<Component> given = retriever.child(field);
        if (given.isEmpty()) {
            return new Paginator.NoPagination();
        }
        Paginator paginator = given.get().by(PAGINATORS);
        if (paginator instanceof Paginator.DefaultPaginator && !decoder.isDocument()) {
            throw retriever.error(
                    field,
                    "cannot look at responses that are decoded as a stream (expected a JsonDecoder, an XmlDecoder, or"
                            + " a GzipDecoder around a JsonDecoder)");
        }
        return paginator;
    }

    private static Paginator standard(Component component) {
        PaginationStrategy strategy =
                component.requiredChild("pagination_strategy").by(STRATEGIES);
        Optional<RequestOption> size = component.child("page_size_option").map(option -> option.by(OPTIONS));
        if (size.isPresent() && strategy.pageSize().isEmpty()) {
            throw component.error("page_size_option", "is given, but the pagination strategy has no page_size");
        }
        return new Paginator.DefaultPaginator(
                strategy, size, component.child("page_token_option").map(option -> option.by(TARGETS)));
    }

    private static PaginationStrategy pages(Component component) {
        return new PaginationStrategy.PageIncrement(
                component.template("page_size"),
                component.integer("start_from_page").orElse(0),
                component.flag("inject_on_first_request", false));
    }

    private static PaginationStrategy offsets(Component component) {
        return new PaginationStrategy.OffsetIncrement(
                component.template("page_size"), component.flag("inject_on_first_request", false));
    }

    private static PaginationStrategy cursors(Component component) {
        return new PaginationStrategy.CursorPagination(
                component.template("page_size"),
                component.requiredTemplate("cursor_value"),
                component.template("stop_condition"));
    }
}
