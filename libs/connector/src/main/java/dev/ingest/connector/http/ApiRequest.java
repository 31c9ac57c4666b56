package dev.ingest.connector.http;

import dev.ingest.connector.extension.OutgoingRequest;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request ready to be sent.
 *
 * @param credentials headers that only the API's own host may see
 */
record ApiRequest(String method, URI uri, Map<String, String> headers, Map<String, String> credentials, byte[] body) {
    /** For messages: the query may hold secrets, so it is left out. */
    String describe() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return method + " " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    /** As replacements see it. */
    OutgoingRequest outgoing() {
        return new OutgoingRequest(method, uri, allHeaders(), body);
    }

    Map<String, String> allHeaders() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.putAll(credentials);
        return all;
    }

    /** Goes on to another address; another host, port or a lower scheme than {@link Urls#isSafeFrom} allows gets neither credentials nor the body. */
    ApiRequest redirected(URI target, int status) {
        boolean sameOrigin = Urls.isSafeFrom(uri, target);
        boolean keepsMethod = status == 307 || status == 308 || method.equals("GET") || method.equals("HEAD");
        boolean keepsBody = keepsMethod && sameOrigin;
        return new ApiRequest(
                keepsMethod ? method : "GET",
                target,
                sameOrigin ? headers : safe(headers),
                sameOrigin ? credentials : Map.of(),
                keepsBody ? body : new byte[0]);
    }

    private static Map<String, String> safe(Map<String, String> headers) {
        Map<String, String> safe = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("Accept") || name.equalsIgnoreCase("User-Agent")) {
                safe.put(name, value);
            }
        });
        return safe;
    }
}
