package dev.ingest.gateway.query;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;

/**
 * A feature that a caller may see.
 *
 * @param column the feature
 * @param mask how they see it
 */
record SeenFeature(ColumnSpec column, Mask mask) {}
