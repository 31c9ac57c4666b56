package dev.ingest.contracts.config;

import java.util.List;
import java.util.Locale;

/**
 * Where a tenant's manifests may reach beyond public addresses: the operator's word, host by host and port by port.
 *
 * @param tenant whose manifests
 * @param allowed {@code host:port} each, the host in lower case, an IPv6 address in brackets
 */
public record EgressSpec(String tenant, List<String> allowed) {
    public EgressSpec {
        allowed = List.copyOf(allowed);
    }

    /** @param host a name or an address, IPv6 without brackets */
    public boolean allows(String host, int port) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return allowed.contains(name.toLowerCase(Locale.ROOT) + ":" + port);
    }
}
