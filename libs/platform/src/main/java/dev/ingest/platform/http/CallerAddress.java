package dev.ingest.platform.http;

import dev.ingest.contracts.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a call comes from. Whoever connects to us is that address, unless it is a proxy that we trust: then it is what that
 * proxy saw, the last entry of {@code X-Forwarded-For}, and so on to the left. What stands further left was written by
 * whoever sent it, and counts for nothing.
 */
public final class CallerAddress {
    /** An address with a port; an IPv6 address needs brackets to have one. */
    private static final Pattern WITH_PORT = Pattern.compile("\\[(?<v6>[^\\]]+)\\](:\\d+)?|(?<v4>[\\d.]+):\\d+");

    private final List<Cidr> trusted;

    /** @param trusted the proxies */
    public CallerAddress(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * @param peer who is connected to us
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
     * @return nothing if a proxy that we trust says something that is no address
     */
    public Optional<InetAddress> of(InetAddress peer, List<String> forwardedFor) {
        if (!trusts(peer)) {
            return Optional.of(peer);
        }
        List<String> hops = List.of(String.join(",", forwardedFor).split(","));
        InetAddress caller = peer;
        for (int hop = hops.size() - 1; hop >= 0 && trusts(caller); hop--) {
            String text = hops.get(hop).strip();
            if (text.isEmpty()) {
                continue;
            }
            Optional<InetAddress> seen = parse(text);
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            caller = seen.get();
        }
        return Optional.of(caller);
    }

    private boolean trusts(InetAddress address) {
        for (Cidr range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<InetAddress> parse(String text) {
        Matcher port = WITH_PORT.matcher(text);
        String address = text;
        if (port.matches()) {
            address = port.group("v6") == null ? port.group("v4") : port.group("v6");
        }
        try {
            return Optional.of(Cidr.address(address));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
