package dev.ingest.connector.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pools of tokens by what they are made of: equal ones in several streams share their counts. Thread-safe. */
public final class TokenPools {
    /** Most pools remembered; what is left of the one used longest ago would be asked anew. */
    static final int POOLS_MAX = 1_000;

    private final Map<List<Object>, PooledTokens> pools = new LinkedHashMap<>(16, 0.75f, true);

    synchronized PooledTokens of(List<Object> key, List<String> tokens) {
        PooledTokens pool = pools.computeIfAbsent(key, unused -> new PooledTokens(tokens));
        if (pools.size() > POOLS_MAX) {
            pools.remove(pools.keySet().iterator().next());
        }
        return pool;
    }
}
