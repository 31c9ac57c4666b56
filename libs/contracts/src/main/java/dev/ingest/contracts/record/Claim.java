package dev.ingest.contracts.record;

import java.util.regex.Pattern;

/**
 * Where a record is that is too large for Kafka: an object in its tenant's own warehouse, named after what it holds.
 *
 * @param uri of the object
 * @param length of the object in bytes: the record's own, without a newline
 * @param sha256 of these bytes, lower-case hexadecimal
 */
public record Claim(String uri, long length, String sha256) {
    /** A record with more bytes is claimed, not carried. */
    public static final int RECORD_BYTES_FROM = 256 * 1024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Claim {
        if (uri.isBlank()) {
            throw new IllegalArgumentException("claim: its uri is blank (expected: that of an object)");
        }
        if (length < 1) {
            throw new IllegalArgumentException("claim %s: %d bytes (expected: 1 or more)".formatted(uri, length));
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "claim %s: sha256 '%s' (expected: 64 lower-case hexadecimal digits)".formatted(uri, sha256));
        }
    }
}
