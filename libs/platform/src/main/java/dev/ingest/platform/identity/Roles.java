package dev.ingest.platform.identity;

/** The roles that a token may carry; it may carry several. */
public final class Roles {
    /** Runs the platform: onboards tenants. Sees no tenant's things. */
    public static final String OPERATOR = "operator";

    /** One of our own services. */
    public static final String SERVICE = "service";

    public static final String TENANT_ADMIN = "tenant-admin";
    public static final String TENANT_VIEWER = "tenant-viewer";

    /** Reads rows, masked. */
    public static final String ANALYST = "analyst";

    /** May post records. */
    public static final String PRODUCER = "producer";

    /** May query features online. */
    public static final String CONSUMER = "consumer";

    /** May post query logs. */
    public static final String QUERY_LOG = "query-log";

    private Roles() {}
}
