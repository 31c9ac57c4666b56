package dev.ingest.local.stack;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where everything listens, on the loopback interface only. */
public record Ports(Map<Port, Integer> numbers) {
    /** The first port of the local stack unless {@code INGEST_PORT_BASE} says otherwise. */
    public static final int BASE_DEFAULT = 7000;

    private static final int BASE_MAX = 65_400;

    public Ports {
        numbers = Map.copyOf(numbers);
    }

    /** The usual layout: each at its fixed distance from the base. */
    public static Ports from(int base) {
        if (base < 1024 || base > BASE_MAX) {
            throw new LocalFailure("INGEST_PORT_BASE: " + base + " (expected: 1024 to " + BASE_MAX + ")");
        }
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, base + port.offset());
        }
        return new Ports(numbers);
    }

    /** Ports that nobody uses at this moment, for stacks that live as long as a test run. */
    public static Ports free() {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Port port : Port.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                numbers.put(port, socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new LocalFailure("no free port: " + e.getMessage(), e);
        }
        return new Ports(numbers);
    }

    public int of(Port port) {
        return java.util.Objects.requireNonNull(numbers.get(port), port.toString());
    }

    /** {@code http://127.0.0.1:<port>} */
    public String url(Port port) {
        return "http://127.0.0.1:" + of(port);
    }

    /** @throws LocalFailure naming the first port that someone else listens on */
    public void requireFree() {
        for (Port port : Port.values()) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), of(port)));
            } catch (IOException e) {
                throw new LocalFailure(
                        "port %d (%s) is taken: end what listens there, or set INGEST_PORT_BASE to another base than %d"
                                .formatted(of(port), port.label(), of(port) - port.offset()),
                        e);
            }
        }
    }
}
