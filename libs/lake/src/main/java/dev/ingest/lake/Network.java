package dev.ingest.lake;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.Egress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * How a destination's catalog and store are reached.
 *
 * @param waits how long they may take
 * @param allowed where they may be beyond public addresses
 */
record Network(Waits waits, AllowedAddresses allowed) {

    /** As the platform reaches what itself names. */
    static final Network OWN = new Network(Waits.USUAL, AllowedAddresses.ALL);

    /**
     * Before each request: a tenant named the host, or a tenant's catalog did.
     *
     * @throws dev.ingest.egress.ForbiddenAddressException if nothing may be sent there
     */
    void guard(URI address) throws UnknownHostException {
        Egress.guard(address.getHost(), Egress.port(address), allowed);
    }
}
