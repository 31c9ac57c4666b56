package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRetriever;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Retrievers. */
final class RetrieverParser {
    private enum ResetAction {
        RESET,
        SPLIT_USING_CURSOR
    }

    private RetrieverParser() {}

    static Retriever parse(Component component, Optional<StreamCursor> cursor) {
        boolean clientSide = cursor.map(StreamCursor::clientSide).orElse(false);
        Map<String, Component.Parser<Retriever>> retrievers = Map.of(
                "SimpleRetriever",
                retriever -> simple(retriever, clientSide),
                "AsyncRetriever",
                retriever -> AsyncParser.parse(retriever, clientSide),
                "CustomRetriever",
                retriever -> custom(retriever, clientSide));
        return component.by(retrievers);
    }

    static Retriever.SimpleRetriever simple(Component retriever, boolean clientSide) {
        Component requester = retriever.requiredChild("requester");
        Decoder decoder = DecoderParser.of(retriever);
        Optional<PaginationReset> reset = retriever.child("pagination_reset").map(RetrieverParser::reset);
        RecordSelector selector = SelectorParser.parse(retriever.requiredChild("record_selector"), clientSide);
        if (selector.filter().isPresent()
                && reset.flatMap(PaginationReset::limit).isPresent()) {
            throw retriever.error("pagination_reset", "has limits beside a record filter (expected only one)");
        }
        return new Retriever.SimpleRetriever(
                RequesterParser.parse(PropertiesParser.without(requester)),
                decoder,
                selector,
                PaginatorParser.of(retriever, "paginator", decoder),
                routers(retriever),
                retriever.flag("ignore_stream_slicer_parameters_on_paginated_requests", false),
                PropertiesParser.of(requester),
                reset,
                retriever.template("reported_total"));
    }

    private static Retriever custom(Component retriever, boolean clientSide) {
        RecordSelector plain = new RecordSelector(
                new Extractor.Dpath(List.of(), Optional.empty()), Optional.empty(), clientSide, false);
        return new Retriever.Custom(
                retriever.extension(CustomRetriever.class),
                retriever
                        .child("record_selector")
                        .map(selector -> SelectorParser.parse(selector, clientSide))
                        .orElse(plain),
                routers(retriever));
    }

    static List<PartitionRouter> routers(Component retriever) {
        Optional<Value> router = retriever.value("partition_router");
        if (router.isEmpty()) {
            return List.of();
        }
        List<Component> routers = router.get() instanceof Value.Items
                ? retriever.children("partition_router")
                : List.of(retriever.requiredChild("partition_router"));
        return routers.stream().map(RouterParser::parse).toList();
    }

    private static PaginationReset reset(Component reset) {
        ResetAction action = reset.choice("action", ResetAction.class, Enum::name)
                .orElseThrow(() -> reset.error("action", "is missing (expected one)"));
        return new PaginationReset(
                action == ResetAction.SPLIT_USING_CURSOR,
                reset.child("limits").flatMap(limits -> limits.integer("number_of_records")));
    }
}
