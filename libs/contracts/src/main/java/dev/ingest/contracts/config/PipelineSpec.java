package dev.ingest.contracts.config;

import java.util.Map;

/**
 * What the executor needs to know of a pipeline.
 *
 * @param tenant whose pipeline
 * @param name its name
 * @param connector the connector's name
 * @param connectorVersion its version
 * @param credential name of the credential; its values complete the configuration at run time
 * @param config the connector's configuration without secrets
 */
public record PipelineSpec(
        String tenant,
        String name,
        String connector,
        int connectorVersion,
        String credential,
        Map<String, Object> config) {}
