package dev.ingest.contracts.config;

import dev.ingest.contracts.TableRef;
import java.util.Map;

/**
 * Who may see which personal column of a table, and how. A personal column is not readable at all by a role that the column
 * does not name.
 *
 * @param tenant whose policy
 * @param table the table
 * @param columns for each personal column, the mask for each role that may read it
 */
public record MaskingPolicySpec(String tenant, TableRef table, Map<String, Map<String, Mask>> columns) {

    /** How a value looks. */
    public enum Mask {
        /** As it is. */
        CLEAR,
        /** Replaced whole. */
        REDACT,
        /** Lower-case hexadecimal SHA-256 of the value's UTF-8 text. */
        SHA256,
        /** The host part of an IP address set to zero: the last octet of IPv4, the last 80 bits of IPv6. */
        IP
    }
}
