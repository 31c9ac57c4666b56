package dev.ingest.masking.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one search of the query log may ask for. */
@ConfigMapping(prefix = "ingest.queries")
public interface QuerySettings {
    /** Queries, if the call does not say. */
    @WithDefault("50")
    int defaultLimit();

    /** Asking for more is refused with 400. */
    @WithDefault("200")
    int maxLimit();

    /** Records that a call looks through; a search stops there and says how far it came. Its first file is always read. */
    @WithDefault("5000000")
    long maxRecords();
}
