package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Requester;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that several streams ask for in the same words: a parent's pages, mostly. Only for requesters that allow it, only what
 * succeeded with 200, and not for long: a later read shall see what has changed. The least recently used go first. Thread-safe.
 */
public final class ResponseCache {
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final int OK = 200;
    /** Beside the body: headers and the entry itself, roughly. */
    private static final int OVERHEAD_BYTES = 1024;

    private record Entry(ApiResponse response, Instant stored) {
        long bytes() {
            return (long) response.body().length + OVERHEAD_BYTES;
        }
    }

    private final long maxBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ResponseCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Nothing for a request whose answer must not be kept; headers count. */
    static Optional<String> key(Requester requester, ApiRequest request) {
        boolean safe = requester.method() == Requester.Method.GET || requester.method() == Requester.Method.HEAD;
        return requester.useCache() && safe
                ? Optional.of(TokenCache.key(List.of(
                        request.method(),
                        request.uri().toString(),
                        request.allHeaders().toString(),
                        new String(request.body(), StandardCharsets.UTF_8))))
                : Optional.empty();
    }

    synchronized Optional<ApiResponse> find(String key, Instant now) {
        Optional<Entry> found = Optional.ofNullable(entries.get(key));
        Optional<Entry> fresh =
                found.filter(entry -> now.isBefore(entry.stored().plus(MAX_AGE)));
        if (found.isPresent() && fresh.isEmpty()) {
            remove(key);
        }
        return fresh.map(Entry::response);
    }

    synchronized void keep(String key, ApiResponse response, Instant now) {
        Entry entry = new Entry(response, now);
        if (response.status() != OK || entry.bytes() > maxBytes) {
            return;
        }
        remove(key);
        entries.put(key, entry);
        bytes += entry.bytes();
        while (bytes > maxBytes) {
            remove(entries.keySet().iterator().next());
        }
    }

    private void remove(String key) {
        Optional.ofNullable(entries.remove(key)).ifPresent(entry -> bytes -= entry.bytes());
    }
}
