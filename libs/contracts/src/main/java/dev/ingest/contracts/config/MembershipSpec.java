package dev.ingest.contracts.config;

import java.util.List;

/**
 * What somebody may do in a tenant.
 *
 * @param tenant whose member
 * @param roles what they may do
 */
public record MembershipSpec(String tenant, List<String> roles) {
    public MembershipSpec {
        roles = List.copyOf(roles);
    }
}
