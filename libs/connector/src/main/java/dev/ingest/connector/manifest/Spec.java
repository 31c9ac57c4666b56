package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;

/** What a user must supply: a JSON schema whose secret properties carry {@code airbyte_secret}. */
public record Spec(Value.Dict connectionSpecification) {
    public static final Spec NONE = new Spec(Value.emptyDict());
}
