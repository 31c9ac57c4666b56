package dev.ingest.gateway.feature;

import java.util.List;

/**
 * A post, read and judged.
 *
 * @param dryRun whether to validate only
 * @param diagnostics whether the answer holds timings
 * @param sources what became of each source's records, in the post's order
 */
record Post(boolean dryRun, boolean diagnostics, List<Judgement> sources) {}
