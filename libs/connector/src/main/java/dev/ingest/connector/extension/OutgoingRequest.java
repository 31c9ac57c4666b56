package dev.ingest.connector.extension;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it is sent.
 *
 * @param method any method of HTTP
 * @param headers by name, whatever its case
 */
public record OutgoingRequest(String method, URI address, Map<String, String> headers, byte[] body) {
    public OutgoingRequest {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    /** Its parts may hold secrets. */
    @Override
    public String toString() {
        return method + " " + address.getScheme() + "://" + address.getHost();
    }
}
