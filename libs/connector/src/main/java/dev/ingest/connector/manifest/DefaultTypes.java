package dev.ingest.connector.manifest;

import java.util.Map;
import java.util.Optional;

/** The type a component has when it does not say, by the field that holds it. */
final class DefaultTypes {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("CompositeErrorHandler.error_handlers", "DefaultErrorHandler"),
            Map.entry("CursorPagination.decoder", "JsonDecoder"),
            Map.entry("DatetimeBasedCursor.end_datetime", "MinMaxDatetime"),
            Map.entry("DatetimeBasedCursor.end_time_option", "RequestOption"),
            Map.entry("DatetimeBasedCursor.start_datetime", "MinMaxDatetime"),
            Map.entry("DatetimeBasedCursor.start_time_option", "RequestOption"),
            Map.entry("DeclarativeSource.check", "CheckStream"),
            Map.entry("DeclarativeSource.spec", "Spec"),
            Map.entry("DeclarativeSource.streams", "DeclarativeStream"),
            Map.entry("DeclarativeStream.retriever", "SimpleRetriever"),
            Map.entry("DeclarativeStream.schema_loader", "JsonFileSchemaLoader"),
            Map.entry("DynamicDeclarativeStream.stream_template", "DeclarativeStream"),
            Map.entry("DynamicDeclarativeStream.components_resolver", "ConfigComponentsResolver"),
            Map.entry("HttpComponentsResolver.retriever", "SimpleRetriever"),
            Map.entry("HttpComponentsResolver.components_mapping", "ComponentMappingDefinition"),
            Map.entry("ConfigComponentsResolver.stream_config", "StreamConfig"),
            Map.entry("ConfigComponentsResolver.components_mapping", "ComponentMappingDefinition"),
            Map.entry("DefaultErrorHandler.response_filters", "HttpResponseFilter"),
            Map.entry("DefaultPaginator.decoder", "JsonDecoder"),
            Map.entry("DefaultPaginator.page_size_option", "RequestOption"),
            Map.entry("DpathExtractor.decoder", "JsonDecoder"),
            Map.entry("DpathExtractor.record_expander", "RecordExpander"),
            Map.entry("HttpRequester.error_handler", "DefaultErrorHandler"),
            Map.entry("ListPartitionRouter.request_option", "RequestOption"),
            Map.entry("ParentStreamConfig.request_option", "RequestOption"),
            Map.entry("ParentStreamConfig.stream", "DeclarativeStream"),
            Map.entry("RecordSelector.extractor", "DpathExtractor"),
            Map.entry("RecordSelector.record_filter", "RecordFilter"),
            Map.entry("SimpleRetriever.paginator", "NoPagination"),
            Map.entry("SimpleRetriever.record_selector", "RecordSelector"),
            Map.entry("SimpleRetriever.requester", "HttpRequester"),
            Map.entry("SubstreamPartitionRouter.parent_stream_configs", "ParentStreamConfig"),
            Map.entry("AddFields.fields", "AddedFieldDefinition"),
            Map.entry("DynamicSchemaLoader.retriever", "SimpleRetriever"),
            Map.entry("SchemaTypeIdentifier.types_map", "TypesMap"),
            Map.entry("StreamGroup.streams", "DeclarativeStream"),
            Map.entry("ConditionalStreams.streams", "DeclarativeStream"),
            Map.entry("DeclarativeSource.dynamic_streams", "DynamicDeclarativeStream"),
            Map.entry("StateDelegatingStream.full_refresh_stream", "DeclarativeStream"),
            Map.entry("StateDelegatingStream.incremental_stream", "DeclarativeStream"),
            Map.entry("Spec.config_normalization_rules", "ConfigNormalizationRules"),
            Map.entry("Spec.advanced_auth", "AuthFlow"),
            Map.entry("ConfigAddFields.fields", "AddedFieldDefinition"));

    /** Components written in Python are refused later, by the name these give them. */
    private static final Map<String, String> CUSTOM = Map.of(
            "CompositeErrorHandler.backoff_strategies", "CustomBackoffStrategy",
            "DefaultErrorHandler.backoff_strategies", "CustomBackoffStrategy",
            "DeclarativeStream.retriever", "CustomRetriever",
            "DeclarativeStream.transformations", "CustomTransformation",
            "DefaultPaginator.pagination_strategy", "CustomPaginationStrategy",
            "HttpRequester.authenticator", "CustomAuthenticator",
            "HttpRequester.error_handler", "CustomErrorHandler",
            "RecordSelector.extractor", "CustomRecordExtractor",
            "SimpleRetriever.partition_router", "CustomPartitionRouter");

    private DefaultTypes() {}

    static Optional<String> of(String place, boolean custom) {
        return Optional.ofNullable((custom ? CUSTOM : TYPES).get(place));
    }
}
