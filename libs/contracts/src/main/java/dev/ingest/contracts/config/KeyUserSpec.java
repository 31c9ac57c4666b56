package dev.ingest.contracts.config;

import java.util.List;

/**
 * A user who signs tokens with a key of their own.
 *
 * @param tenant whose user
 * @param user their name, in upper case
 * @param role what they may do
 * @param publicKeys up to two, so that one can follow the other: X.509 SubjectPublicKeyInfo of RSA keys, DER in Base64
 */
public record KeyUserSpec(String tenant, String user, String role, List<String> publicKeys) {
    /** Most keys of one user. */
    public static final int KEYS_MAX = 2;

    public KeyUserSpec {
        publicKeys = List.copyOf(publicKeys);
    }
}
