package dev.ingest.connector.extension;

/**
 * A custom component. It is made once per place in a manifest and used by many threads at once, so it must be
 * immutable.
 */
public sealed interface Extension
        permits CustomTransformation,
                CustomRecordExtractor,
                CustomRecordFilter,
                CustomSchemaLoader,
                CustomConfigTransformation,
                CustomValidationStrategy {}
