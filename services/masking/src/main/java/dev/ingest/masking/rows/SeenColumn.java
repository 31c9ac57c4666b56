package dev.ingest.masking.rows;

import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.lake.Column;

/**
 * A column as the caller sees it.
 *
 * @param column what it is
 * @param mask how it looks
 */
public record SeenColumn(Column column, Mask mask) {}
