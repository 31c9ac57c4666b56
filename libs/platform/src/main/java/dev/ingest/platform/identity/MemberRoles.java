package dev.ingest.platform.identity;

import dev.ingest.contracts.config.MembershipSpec;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Gives people whose token says nothing of roles those that a tenant's member list has for them. A token with roles counts as it is:
 * the provider's word and the list's are never mixed. Who is a member of several tenants needs a token that says which.
 */
@Singleton
public final class MemberRoles implements SecurityIdentityAugmentor {
    private static final String EMAIL_CLAIM = "email";
    private static final String VERIFIED_CLAIM = "email_verified";

    private final Instance<Memberships> memberships;

    MemberRoles(Instance<Memberships> memberships) {
        this.memberships = memberships;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        boolean known = identity.isAnonymous() || !identity.getRoles().isEmpty() || memberships.isUnsatisfied();
        return !known && identity.getPrincipal() instanceof JsonWebToken token
                ? memberships.get().of(names(token), context).map(found -> with(identity, token, found))
                : Uni.createFrom().item(identity);
    }

    /** An address counts only where the provider says that it is theirs: anybody could claim one. */
    private static List<String> names(JsonWebToken token) {
        List<String> names = new ArrayList<>();
        Optional.ofNullable(token.getSubject()).ifPresent(names::add);
        boolean verified = token.claim(VERIFIED_CLAIM)
                .map(String::valueOf)
                .filter("true"::equals)
                .isPresent();
        if (verified) {
            token.<Object>claim(EMAIL_CLAIM)
                    .ifPresent(address -> names.add(String.valueOf(address).toLowerCase(Locale.ROOT)));
        }
        return names;
    }

    private static SecurityIdentity with(SecurityIdentity identity, JsonWebToken token, List<MembershipSpec> found) {
        Optional<String> asked = token.<Object>claim(Caller.TENANT_CLAIM).map(String::valueOf);
        List<MembershipSpec> theirs = found.stream()
                .filter(member -> asked.isEmpty() || asked.get().equals(member.tenant()))
                .toList();
        Set<String> tenants = theirs.stream().map(MembershipSpec::tenant).collect(Collectors.toSet());
        if (tenants.size() != 1) {
            return identity;
        }
        return QuarkusSecurityIdentity.builder(identity)
                .addRoles(theirs.stream()
                        .flatMap(member -> member.roles().stream())
                        .collect(Collectors.toSet()))
                .addAttribute(Caller.TENANT_ATTRIBUTE, tenants.iterator().next())
                .build();
    }
}
