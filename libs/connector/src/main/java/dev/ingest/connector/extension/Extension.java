package dev.ingest.connector.extension;

/**
 * A custom component. It is made once per place in a manifest and used by many threads at once, so it must be
 * immutable.
 */
public sealed interface Extension
        permits CustomAuthenticator,
                CustomBackoffStrategy,
                CustomConfigTransformation,
                CustomErrorHandler,
                CustomPaginationStrategy,
                CustomPartitionRouter,
                CustomRecordExtractor,
                CustomRecordFilter,
                CustomRequester,
                CustomRetriever,
                CustomSchemaLoader,
                CustomStateMigration,
                CustomTransformation,
                CustomValidationStrategy {}
