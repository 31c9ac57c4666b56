package dev.ingest.connector.manifest;

import java.util.Set;
import java.util.TreeSet;

/** Every component type of the language, so that a type in the wrong place is told apart from one that does not exist. */
final class Vocabulary {
    private static final Set<String> TYPES =
            Set.of(("DeclarativeSource CheckStream CheckDynamicStream DynamicStreamCheckConfig Spec AuthFlow"
                            + " OAuthConfigSpecification ConditionalStreams StreamGroup BlockSimultaneousSyncsAction"
                            + " ConcurrencyLevel DeclarativeStream StateDelegatingStream DynamicDeclarativeStream"
                            + " HttpComponentsResolver ConfigComponentsResolver StreamConfig"
                            + " ParametrizedComponentsResolver StreamParametersDefinition ComponentMappingDefinition"
                            + " SimpleRetriever AsyncRetriever AsyncJobStatusMap PaginationReset PaginationResetLimits"
                            + " FileUploader HttpRequester RequestBodyJsonObject RequestBodyUrlEncodedForm"
                            + " RequestBodyPlainText RequestBodyGraphQL RequestBodyGraphQlQuery RequestOption"
                            + " RequestPath QueryProperties PropertyChunking PropertiesFromEndpoint"
                            + " GroupByKeyMergeStrategy JsonSchemaPropertySelector NoAuth ApiKeyAuthenticator"
                            + " BearerAuthenticator BasicHttpAuthenticator OAuthAuthenticator JwtAuthenticator"
                            + " SessionTokenAuthenticator SessionTokenRequestApiKeyAuthenticator"
                            + " SessionTokenRequestBearerAuthenticator LegacySessionTokenAuthenticator"
                            + " SelectiveAuthenticator RateLimitedMultipleTokenAuthenticator QuotaStatusSource"
                            + " TokenQuota DefaultPaginator NoPagination PageIncrement OffsetIncrement"
                            + " CursorPagination RecordSelector DpathExtractor RecordExpander"
                            + " ResponseToFileExtractor RecordFilter SchemaNormalization AddFields"
                            + " AddedFieldDefinition RemoveFields KeysToLower KeysToSnakeCase KeysReplace"
                            + " FlattenFields DpathFlattenFields KeyTransformation DefaultErrorHandler"
                            + " CompositeErrorHandler HttpResponseFilter ConstantBackoffStrategy"
                            + " ExponentialBackoffStrategy WaitTimeFromHeader WaitUntilTimeFromHeader"
                            + " ListPartitionRouter SubstreamPartitionRouter ParentStreamConfig"
                            + " GroupingPartitionRouter UnionPartitionRouter DatetimeBasedCursor MinMaxDatetime"
                            + " IncrementingCountCursor JsonDecoder JsonlDecoder JsonItemsDecoder IterableDecoder"
                            + " CsvDecoder XmlDecoder GzipDecoder ZipfileDecoder InlineSchemaLoader"
                            + " JsonFileSchemaLoader DynamicSchemaLoader SchemaTypeIdentifier TypesMap"
                            + " ComplexFieldType LegacyToPerPartitionStateMigration ConfigMigration"
                            + " ConfigAddFields ConfigRemapField ConfigRemoveFields DpathValidator"
                            + " PredicateValidator ValidateAdheresToSchema HTTPAPIBudget"
                            + " MovingWindowCallRatePolicy FixedWindowCallRatePolicy UnlimitedCallRatePolicy Rate"
                            + " HttpRequestRegexMatcher ApiKey Bearer ConfigNormalizationRules")
                    .split(" "));

    private Vocabulary() {}

    /** Why a type in this place cannot be read. */
    static String problem(String type, Set<String> expected) {
        String options = " (expected one of " + String.join(", ", new TreeSet<>(expected)) + ")";
        if (type.startsWith("Custom")) {
            return "type " + type + " is a Python class, for which this place has no replacement" + options;
        }
        return TYPES.contains(type)
                ? "type " + type + " does not belong here" + options
                : "type " + type + " is not a component of the language" + options;
    }
}
