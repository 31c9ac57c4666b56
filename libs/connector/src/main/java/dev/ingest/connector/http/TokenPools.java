package dev.ingest.connector.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Pools of tokens by what they are made of: equal ones in several streams share their counts. Thread-safe. */
public final class TokenPools {
    private final Map<List<Object>, PooledTokens> pools = new ConcurrentHashMap<>();

    PooledTokens of(List<Object> key, List<String> tokens) {
        return pools.computeIfAbsent(key, unused -> new PooledTokens(tokens));
    }
}
