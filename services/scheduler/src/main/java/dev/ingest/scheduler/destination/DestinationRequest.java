package dev.ingest.scheduler.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param kind {@code managed} or {@code jdbc}
 * @param properties as in {@link DestinationSpec}
 * @param credential name of a credential
 */
public record DestinationRequest(
        @Nullable String kind,
        @Nullable Map<String, @Nullable String> properties,
        @Nullable String credential) {
    private static final int PROPERTIES_MAX = 32;
    private static final List<String> JDBC_REQUIRED = List.of("uri", "catalog", "warehouse");
    private static final List<String> SECRET_WORDS = List.of("password", "secret", "token", "access-key");

    /** The destination that is asked for; {@code INVALID_ARGUMENT} names the field that is wrong. */
    DestinationSpec spec(String name) {
        Map<String, String> checked = Body.texts("properties", properties, PROPERTIES_MAX);
        String checkedKind = Body.required("kind", kind);
        switch (checkedKind) {
            case DestinationSpec.MANAGED -> managed(checked);
            case "jdbc" -> jdbc(checked);
            default -> throw IngestException.invalid("kind: '%s' (expected: managed or jdbc)".formatted(checkedKind));
        }
        return new DestinationSpec(name, checkedKind, checked, Optional.ofNullable(credential));
    }

    private static void managed(Map<String, String> properties) {
        if (!properties.isEmpty()) {
            throw IngestException.invalid(
                    "properties: %d (expected: none for kind managed)".formatted(properties.size()));
        }
    }

    private static void jdbc(Map<String, String> properties) {
        for (String required : JDBC_REQUIRED) {
            Body.text("properties." + required, properties.get(required), 1000);
        }
        properties.keySet().stream()
                .filter(key -> SECRET_WORDS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains))
                .findFirst()
                .ifPresent(secret -> {
                    throw IngestException.invalid("properties.%s: secrets belong in a credential".formatted(secret));
                });
    }
}
