package dev.ingest.gateway.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a post may be, and how long it may take. */
@ConfigMapping(prefix = "ingest.gateway")
public interface GatewaySettings {
    /** A greater body is refused with 413. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** More stream sources in one post are refused with 400. */
    @WithDefault("2")
    int maxSources();

    /** More records for one stream source are refused with 400. */
    @WithDefault("10")
    int maxRecordsPerSource();

    /** A greater record is rejected on its own. */
    @WithDefault("64K")
    MemorySize maxRecord();

    /** More queries in one post are refused with 400. */
    @WithDefault("1000")
    int maxQueries();

    /** A post with a greater query in it is refused with 400. */
    @WithDefault("512K")
    MemorySize maxQuery();

    /** Posts at once that have come in whole: one more is told to come back later, so that waiting posts cannot fill the memory. */
    @WithDefault("512")
    int maxInFlight();

    /** What posts may take of the pod, from the first byte of a body to the answer. */
    RoomForPosts room();

    /** Callers who are not known yet at once, for each of whom the control plane is asked: one more is told to come back later. */
    @WithDefault("256")
    int maxAsking();

    /**
     * Tokens a minute from one address that nobody knows; one more gets 429 unasked. Behind a proxy that is not among the trusted ones
     * all callers have one address.
     */
    @WithDefault("60")
    int maxGuesses();

    /** After this a post whose records are not acknowledged is told to come back later. */
    @WithDefault("10S")
    Duration durableTimeout();

    /** After this a feature view has failed whose transformation is not through with a post's records. */
    @WithDefault("2S")
    Duration transformationTimeout();

    /** After this a body that still has not arrived whole is refused, however steadily it comes. */
    @WithDefault("20S")
    Duration bodyTimeout();

    /**
     * Addresses, or ranges of them, of the proxies in front: what they write into {@code X-Forwarded-For} is where a call comes
     * from. Without any, whoever is connected is the caller.
     */
    Optional<List<String>> trustedProxies();

    /** How many posts may come. */
    Rates rate();

    /** The online store. */
    Online online();

    /** When whoever is told to come back later may do so. */
    @WithDefault("1S")
    Duration retryAfter();

    /** A kind of online store. */
    enum Store {
        POSTGRES,
        REDIS
    }

    /** Posts per second at all pods together, where a tenant has no limits of its own. */
    interface Rates {
        /** Of a tenant. One more gets 429. */
        @WithDefault("10000")
        int tenant();

        /** Of one token or user. One more gets 429. */
        @WithDefault("10000")
        int token();

        /** After this the store that pods share has not answered: each pod then lets in its own part. */
        @WithDefault("0.25S")
        Duration timeout();

        /** How many parts that is. Fewer than there are pods would let in more than the limit. */
        @WithDefault("3")
        int pods();
    }

    /** Shares of the pod's room. A body that is alone is let in whatever its share. */
    interface RoomForPosts {
        /** Of the bodies of all posts. A post beyond it gets 503. */
        @WithDefault("64M")
        MemorySize bytes();

        /** Of a tenant's posts. One more gets 429. */
        @WithDefault("384")
        int tenantPosts();

        /** Of their bodies. A post beyond it gets 429. */
        @WithDefault("32M")
        MemorySize tenantBytes();

        /** Of the posts of one token or user. One more gets 429. */
        @WithDefault("256")
        int tokenPosts();

        /** Of their bodies. A post beyond it gets 429. */
        @WithDefault("16M")
        MemorySize tokenBytes();
    }

    /** How the online store may be used. */
    interface Online {
        /** Which one; it also holds the buckets of the rates. */
        @WithDefault("postgres")
        Store store();

        /** After this a feature view whose rows are not written has failed. */
        @WithDefault("2S")
        Duration timeout();

        /** More rows in one query are refused with 400. */
        @WithDefault("10")
        int maxRows();

        /** Calls at once, waiting ones included: one more fails at once. */
        @WithDefault("1000")
        int maxCalls();
    }
}
