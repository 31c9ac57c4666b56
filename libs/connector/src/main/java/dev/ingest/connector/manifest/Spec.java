package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * What a user must supply.
 *
 * @param connectionSpecification a JSON schema whose secret properties carry {@code airbyte_secret}
 * @param consent how a user grants access in a browser, where the API has that
 * @param rules by which a configuration is rewritten before anything reads it, in order
 * @param validations of the rewritten configuration
 */
public record Spec(
        Value.Dict connectionSpecification,
        Optional<String> documentationUrl,
        Optional<Consent> consent,
        List<ConfigRule> rules,
        List<ConfigValidation> validations) {
    public static final Spec NONE =
            new Spec(Value.emptyDict(), Optional.empty(), Optional.empty(), List.of(), List.of());
}
