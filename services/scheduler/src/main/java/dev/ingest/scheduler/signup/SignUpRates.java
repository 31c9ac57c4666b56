package dev.ingest.scheduler.signup;

import dev.ingest.contracts.Cidr;
import dev.ingest.platform.http.CallerAddress;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the sign-ups of an address within an hour of the clock. Keeps no address beyond it. Thread-safe. */
@Singleton
class SignUpRates {
    /** When so many have signed up within an hour, nobody else may. */
    private static final int ADDRESSES_MAX = 10_000;

    /** Of an IPv6 address: whoever has one has its /64 network. */
    private static final int NETWORK_BYTES = 8;

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final int max;
    private final CallerAddress addresses;
    private final Clock clock;
    private final Map<String, Integer> counts = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    SignUpRates(SignUpSettings settings, Clock clock) {
        this.max = settings.perAddressAndHour();
        this.addresses = new CallerAddress(settings.trustedProxies().orElse(List.of()).stream()
                .map(Cidr::parse)
                .toList());
        this.clock = clock;
    }

    /** How long the caller has to wait, if they have signed up too often; counts this time if not. */
    Optional<Duration> take(HttpServerRequest call) {
        String peer = call.connection().remoteAddress().hostAddress();
        int zone = peer.indexOf('%');
        InetAddress connected = Cidr.address(zone < 0 ? peer : peer.substring(0, zone));
        // a proxy that tells no address is counted itself
        return take(network(
                addresses.of(connected, call.headers().getAll(FORWARDED_FOR)).orElse(connected)));
    }

    private synchronized Optional<Duration> take(String network) {
        Instant now = clock.instant();
        Instant current = now.truncatedTo(ChronoUnit.HOURS);
        if (!current.equals(hour)) {
            hour = current;
            counts.clear();
        }
        int before = counts.getOrDefault(network, 0);
        if (before >= max || before == 0 && counts.size() >= ADDRESSES_MAX) {
            return Optional.of(Duration.between(now, hour.plus(1, ChronoUnit.HOURS)));
        }
        counts.put(network, before + 1);
        return Optional.empty();
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
