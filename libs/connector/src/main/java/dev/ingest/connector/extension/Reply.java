package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the API.
 *
 * @param headers all values by name
 * @param body the JSON it holds; an empty mapping where it holds none
 */
public record Reply(int status, Map<String, List<String>> headers, Value body) {
    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
