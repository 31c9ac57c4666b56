package dev.ingest.contracts.destination;

import java.util.List;
import java.util.Optional;

/** What keeps track of a destination's tables. */
public sealed interface CatalogSpec {
    /**
     * Iceberg's own tables in a database.
     *
     * @param uri {@code jdbc:postgresql://host:port/database}
     * @param name what the catalog's rows are keyed by
     */
    record Jdbc(String uri, String name) implements CatalogSpec {}

    /**
     * A server that speaks Iceberg's REST protocol.
     *
     * @param uri its address, without {@code /v1}
     * @param warehouse what the server calls its warehouse or catalog; none where it has one only
     * @param namespace the levels under which all of the destination's namespaces are
     * @param login how a token is had; none where a token is given, or none is asked for
     */
    record Rest(String uri, Optional<String> warehouse, List<String> namespace, Optional<OAuth2> login)
            implements CatalogSpec {
        public Rest {
            namespace = List.copyOf(namespace);
        }
    }

    /**
     * Client credentials.
     *
     * @param tokenUri the token endpoint
     * @param scope what is asked for; none for the server's usual
     */
    record OAuth2(String tokenUri, Optional<String> scope) {}

    /**
     * AWS Glue's Data Catalog.
     *
     * @param region the catalog's region
     * @param account whose catalog it is; none for the account of the role or keys
     * @param namespace what its databases' names begin with: namespace {@code shop} is database {@code <namespace>_shop}
     * @param endpoint an address other than Amazon's
     */
    record Glue(String region, Optional<String> account, String namespace, Optional<String> endpoint)
            implements CatalogSpec {}
}
