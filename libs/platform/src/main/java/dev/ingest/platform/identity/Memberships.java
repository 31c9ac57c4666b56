package dev.ingest.platform.identity;

import dev.ingest.contracts.config.MembershipSpec;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where tenants' member lists are. A service that lets people in has one. */
public interface Memberships {
    /**
     * @param names all of one person: their subject and, if it is verified, their e-mail address
     * @param context for what blocks
     */
    Uni<List<MembershipSpec>> of(List<String> names, AuthenticationRequestContext context);
}
