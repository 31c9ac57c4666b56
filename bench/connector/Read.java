import com.sun.management.OperatingSystemMXBean;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads the stream and counts. {@code Read FORM BASE_URL RUNS}, where the form is a manifest beside this file; prints records, seconds and CPU seconds of each run, then the peak RSS. */
public final class Read {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws IOException {
        String yaml = Files.readString(Path.of("bench/connector", arguments[0] + ".yaml"));
        Map<String, String> config = Map.of(
                "base_url", arguments[1], "start", "2026-01-01T00:00:00Z", "end", "2026-02-01T00:00:00Z", "account", "acme");
        double start = 0;
        for (int run = 0; run < Integer.parseInt(arguments[2]); run++) {
            long from = System.nanoTime();
            long records = read(Connector.load(yaml), config);
            double cpu = SYSTEM.getProcessCpuTime() / 1e9;
            System.out.printf("%d %.3f %.3f%n", records, (System.nanoTime() - from) / 1e9, cpu - start);
            start = cpu;
        }
        System.out.println(Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElseThrow());
    }

    private static long read(Connector connector, Map<String, String> config) {
        long[] records = {0};
        SessionOptions options =
                SessionOptions.of(Clock.systemUTC()).withAllowed((host, port) -> host.equals("127.0.0.1"));
        try (ConnectorSession session = ConnectorSession.create(options)) {
            Slice slice = connector
                    .plan("things", config, Optional.empty(), Instant.now())
                    .getFirst();
            while (true) {
                Instant deadline = Instant.now().plus(Duration.ofHours(1));
                SliceResult result = connector.read("things", config, slice, session, deadline, page -> {
                    records[0] += page.records().size();
                    return PageSink.Flow.CONTINUE;
                });
                switch (result) {
                    case SliceResult.Completed completed -> {
                        return records[0];
                    }
                    case SliceResult.Deferred(var cursor, var notBefore, var pages, var count) ->
                        slice = slice.withCursor(cursor);
                    case SliceResult.Failed failed -> throw new IllegalStateException(failed.toString());
                }
            }
        }
    }
}
