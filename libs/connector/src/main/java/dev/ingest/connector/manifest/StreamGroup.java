package dev.ingest.connector.manifest;

import java.util.List;

/** Streams of which only one is read at a time. */
public record StreamGroup(String name, List<String> streams) {}
