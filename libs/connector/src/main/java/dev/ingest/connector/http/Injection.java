package dev.ingest.connector.http;

import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.expression.Value;

/**
 * A value that a paginator, a partition or a slice puts into a request.
 *
 * @param owner for messages: who puts it there
 */
public record Injection(RequestOption option, Value value, String owner) {}
