package dev.ingest.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Name resolution of the whole machine, in which a name that a tenant gave, and whose addresses were public then, never comes to
 * mean another kind of address. Without it a name server under a tenant's control could answer the check with a public address and the
 * connection right after it with a private one. Other names are resolved as always.
 *
 * <p>Found by the JDK through {@code META-INF/services}; it must be on the class path from the start.
 */
public final class GuardedResolution extends InetAddressResolverProvider {
    /** Most names kept; the least recently asked go first. */
    private static final int NAMES_MAX = 10_000;

    private static final Set<String> GUARDED =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > NAMES_MAX;
                }
            }));

    private static volatile boolean installed;

    /**
     * The name has public addresses, and shall keep to them.
     *
     * @throws IllegalStateException where the JDK resolves names without this: nothing would keep them to it
     */
    static void guard(String host) {
        requireInstalled();
        boolean _ = GUARDED.add(host);
    }

    /** @throws IllegalStateException where the JDK resolves names without this: nothing that a tenant named may be reached there */
    public static void requireInstalled() {
        if (!isInstalled()) {
            throw new IllegalStateException(
                    "names are resolved without " + GuardedResolution.class.getName()
                            + " (expected: libs/egress on the class path that the JVM starts with, or registered in the native image)");
        }
    }

    /** Whether the JDK resolves names here. */
    static boolean isInstalled() {
        return installed || isChosen();
    }

    /** The JDK chooses its resolver at the first name that is none of its own addresses. */
    private static boolean isChosen() {
        try {
            InetAddress[] _ = InetAddress.getAllByName("localhost");
            return installed;
        } catch (UnknownHostException nameless) {
            // A machine without this name has chosen all the same.
            return installed;
        }
    }

    @Override
    public String name() {
        return "ingest-guarded";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        installed = true;
        return new Guarding(configuration.builtinResolver());
    }

    /** @param builtin the JDK's own resolver */
    record Guarding(InetAddressResolver builtin) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            Stream<InetAddress> found = builtin.lookupByName(host, policy);
            if (!GUARDED.contains(Egress.plain(host))) {
                return found;
            }
            List<InetAddress> addresses = found.toList();
            for (InetAddress address : addresses) {
                Optional<String> refused = AddressKinds.refused(address);
                if (refused.isPresent()) {
                    throw new UnknownHostException(host + ": has become a " + refused.get() + " address");
                }
            }
            return addresses.stream();
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return builtin.lookupByAddress(address);
        }
    }
}
