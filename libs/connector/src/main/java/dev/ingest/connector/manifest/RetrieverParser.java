package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Retrievers and what they select. */
final class RetrieverParser {
    private static final Map<String, Component.Parser<List<Interpolated>>> EXTRACTORS =
            Map.of("DpathExtractor", RetrieverParser::fieldPath);
    private static final Map<String, Component.Parser<Interpolated>> FILTERS =
            Map.of("RecordFilter", filter -> filter.requiredTemplate("condition"));

    private RetrieverParser() {}

    static Retriever parse(Component component, Optional<StreamCursor> cursor) {
        Map<String, Component.Parser<Retriever>> retrievers =
                Map.of("SimpleRetriever", retriever -> simple(retriever, cursor));
        return component.by(retrievers);
    }

    private static Retriever simple(Component retriever, Optional<StreamCursor> cursor) {
        retriever.refuse("pagination_reset");
        return new Retriever.SimpleRetriever(
                RequesterParser.parse(retriever.requiredChild("requester")),
                DecoderParser.of(retriever),
                selector(retriever.requiredChild("record_selector"), cursor),
                retriever.child("paginator").map(PaginatorParser::parse).orElseGet(Paginator.NoPagination::new),
                routers(retriever),
                retriever.flag("ignore_stream_slicer_parameters_on_paginated_requests", false));
    }

    private static List<PartitionRouter> routers(Component retriever) {
        Optional<Value> router = retriever.value("partition_router");
        if (router.isEmpty()) {
            return List.of();
        }
        List<Component> routers = router.get() instanceof Value.Items
                ? retriever.children("partition_router")
                : List.of(retriever.requiredChild("partition_router"));
        return routers.stream().map(RouterParser::parse).toList();
    }

    private static RecordSelector selector(Component component, Optional<StreamCursor> cursor) {
        Map<String, Component.Parser<RecordSelector>> selectors =
                Map.of("RecordSelector", selector -> recordSelector(selector, cursor));
        return component.by(selectors);
    }

    private static RecordSelector recordSelector(Component selector, Optional<StreamCursor> cursor) {
        boolean clientSide = cursor.map(StreamCursor::clientSide).orElse(false);
        return new RecordSelector(
                selector.requiredChild("extractor").by(EXTRACTORS),
                selector.child("record_filter").map(filter -> filter.by(FILTERS)),
                selector.flag("transform_before_filtering", clientSide),
                castToSchema(selector));
    }

    private static boolean castToSchema(Component selector) {
        Optional<Value> normalization = selector.value("schema_normalization");
        if (normalization.isPresent() && normalization.get() instanceof Value.Dict) {
            Component custom = selector.requiredChild("schema_normalization");
            throw new ManifestException(custom.path(), "type " + custom.type() + " is not supported");
        }
        String given = selector.text("schema_normalization").orElse("None");
        return switch (given) {
            case "None" -> false;
            case "Default" -> true;
            default ->
                throw selector.error("schema_normalization", "is '" + given + "' (expected one of None, Default)");
        };
    }

    private static List<Interpolated> fieldPath(Component extractor) {
        extractor.refuse("record_expander");
        return extractor.templates("field_path");
    }
}
