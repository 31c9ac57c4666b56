import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Drives one server after the other. Run by bench/gateway; needs the JDK only. */
public final class Load {
    private static final int[] CONNECTIONS = {1, 16, 64, 256};
    private static final int WARM_CONNECTIONS = 64;
    private static final int HALF_CONNECTIONS = 256;
    private static final int OVERLOAD_CONNECTIONS = 2048;
    private static final double P99_MAX_MILLIS = 50;
    private static final double WARM_SECONDS = Double.parseDouble(System.getProperty("warm", "20"));
    private static final double SECONDS = Double.parseDouble(System.getProperty("seconds", "6"));
    private static final String ROW = "%s\t%s\t%s\t%.0f\t%.0f\t%.2f\t%.2f\t%.1f\t%.1f\t%.1f\t%.1f\t%d\t%d\t%s%n";

    private final String name;
    private final int port;
    private final String authorization;
    private final Watched server;
    private final long kafka;
    private final Path results;

    private Load(String[] arguments) throws Exception {
        name = arguments[1];
        port = Integer.parseInt(arguments[2]);
        server = new Watched(Long.parseLong(arguments[3]));
        kafka = Long.parseLong(arguments[4]);
        authorization = "Snowflake Token=\"%s\"".formatted(arguments[5]);
        results = Path.of(arguments[6]);
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "register" -> System.out.println(new Registered(Integer.parseInt(arguments[1])).create());
            case "matrix" -> new Load(arguments).matrix();
            case "limits" -> new Load(arguments).limits();
            case "overload" -> new Load(arguments).overload();
            case "steady" -> new Load(arguments).steady();
            case "online" -> new Online(arguments).run();
            case "report" -> new Report(Path.of(arguments[1])).print();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    /** All shapes, with one to many connections, each as fast as it goes. */
    private void matrix() throws Exception {
        warm();
        for (Posts posts : Posts.values()) {
            for (int connections : CONNECTIONS) {
                measure(posts, connections, client -> client.closedLoop(SECONDS));
            }
        }
        System.out.printf("%s: %d MB live on the heap after a collection%n", name, server.liveBytes() >> 20);
    }

    /** One shape for long, for a profiler. */
    private void steady() throws Exception {
        measure(Posts.valueOf(System.getProperty("posts", "ONE")), Integer.getInteger("connections", WARM_CONNECTIONS), client -> client.closedLoop(SECONDS));
    }

    /** Half of what it can, then ten times that. */
    private void limits() throws Exception {
        double half = Report.highest(results, name, P99_MAX_MILLIS) / 2;
        System.out.printf("half load of %s: %.0f posts/s%n", name, half);
        warm();
        measure(Posts.ONE, HALF_CONNECTIONS, client -> client.openLoop(half, 2 * SECONDS));
        System.out.printf("before ten times the load: %d MB PSS, %d MB live%n", server.pssBytes() >> 20, server.liveBytes() >> 20);
        for (int i = 0; i < 3; i++) {
            measure(Posts.TWICE_TEN, OVERLOAD_CONNECTIONS, client -> client.openLoop(20 * half, 2 * SECONDS));
        }
        measure(Posts.ONE, HALF_CONNECTIONS, client -> client.openLoop(half, 2 * SECONDS));
        System.out.printf("after it: %d MB PSS, %d MB live%n", server.pssBytes() >> 20, server.liveBytes() >> 20);
    }

    /** What memory does at ten times half of what it can, round after round, and what of it is heap. */
    private void overload() throws Exception {
        warm();
        double half;
        try (var client = client(Posts.ONE, HALF_CONNECTIONS)) {
            Client.Outcome outcome = client.closedLoop(SECONDS);
            half = outcome.accepted / outcome.seconds / 2;
        }
        System.out.printf("half load: %.0f posts/s%n", half);
        System.out.printf("before: %s%n", server.memory());
        for (int round = 1; round <= Integer.getInteger("rounds", 6); round++) {
            measure(Posts.TWICE_TEN, OVERLOAD_CONNECTIONS, client -> client.openLoop(10 * half, SECONDS));
            System.out.printf("after round %d: %s%n", round, server.memory());
        }
        System.out.printf("after a collection: %d MB live, %s%n", server.liveBytes() >> 20, server.memory());
    }

    private void warm() throws Exception {
        for (Posts posts : Posts.values()) {
            try (var client = client(posts, WARM_CONNECTIONS)) {
                client.closedLoop(WARM_SECONDS / Posts.values().length);
            }
        }
    }

    private interface Run {
        Client.Outcome with(Client client) throws IOException;
    }

    private void measure(Posts posts, int connections, Run run) throws Exception {
        try (var client = client(posts, connections)) {
            long ownBefore = ownCpu();
            long kafkaBefore = Watched.cpuNanos(kafka);
            Watched.Use before = server.use();
            Client.Outcome outcome = run.with(client);
            Watched.Use used = server.use().since(before);
            long own = ownCpu() - ownBefore;
            long broker = Watched.cpuNanos(kafka) - kafkaBefore;
            row(posts, connections, outcome, used, own, broker);
        }
    }

    private void row(Posts posts, int connections, Client.Outcome outcome, Watched.Use used, long own, long broker)
            throws IOException {
        double answered = Math.max(1, outcome.answered);
        String row = ROW.formatted(name, posts.label, connections,
                outcome.accepted / outcome.seconds, posts.records() * outcome.accepted / outcome.seconds,
                outcome.latencies.percentile(50), outcome.latencies.percentile(99),
                used.cpuNanos() / answered / posts.records() / 1e3, used.cpuNanos() / answered / 1e3,
                used.allocatedBytes() / answered / 1024, own / answered / 1e3,
                Math.round(broker / answered / 1e3), server.pssBytes() >> 20, refused(outcome));
        System.out.print(row);
        Files.writeString(results, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String refused(Client.Outcome outcome) {
        return "%d shed, %d other, %d broken, %d not offered".formatted(
                outcome.shed, outcome.otherRefusals, outcome.broken, outcome.notOffered);
    }

    private static long ownCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private Client client(Posts posts, int connections) throws IOException {
        return new Client("127.0.0.1", port, posts.requests(authorization), connections);
    }

    static List<String[]> rows(Path results) throws IOException {
        return Files.readAllLines(results).stream().map(line -> line.split("\t")).toList();
    }
}
