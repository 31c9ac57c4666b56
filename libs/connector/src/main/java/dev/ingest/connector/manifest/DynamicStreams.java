package dev.ingest.connector.manifest;

/**
 * Streams made from a template.
 *
 * @param name by which a check asks for them
 */
public record DynamicStreams(String path, String name, StreamTemplate template, ComponentsResolver resolver) {}
