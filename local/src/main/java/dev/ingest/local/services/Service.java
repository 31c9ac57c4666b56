package dev.ingest.local.services;

import dev.ingest.local.stack.Port;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The services, in the order in which they start: the others read their configuration from the first. */
public enum Service {
    // It waits for its database more than it computes: the second compiler took as much of the processor as the calls
    // did for minutes,
    // and a sixth of the memory. What is free goes back to the system soon. As in deploy/knative/scheduler.yaml.
    SCHEDULER(
            "scheduler",
            Port.SCHEDULER,
            128,
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:TrimNativeHeapInterval=10000"),
    EXECUTOR("executor", Port.EXECUTOR, 256),
    // What compression takes outside the heap goes back soon: a tenth of its memory.
    WRITER("writer", Port.WRITER, 384, "-XX:TrimNativeHeapInterval=5000"),
    GATEWAY("ingest-gateway", Port.GATEWAY, 192),
    MASKING("masking", Port.MASKING, 256);

    private final String label;
    private final Port port;
    private final int heapMebibytes;
    private final List<String> flags;

    Service(String label, Port port, int heapMebibytes, String... flags) {
        this.flags = List.of(flags);
        this.label = label;
        this.port = port;
        this.heapMebibytes = heapMebibytes;
    }

    /** Its name, which is also its folder's. */
    public String label() {
        return label;
    }

    public Port port() {
        return port;
    }

    /** The most heap it gets, in MiB. */
    int heapMebibytes() {
        return heapMebibytes;
    }

    /** What its JVM is told that others are not. */
    List<String> flags() {
        return flags;
    }

    /** @throws IllegalArgumentException naming those there are */
    public static Service named(String label) {
        return Arrays.stream(values())
                .filter(service -> service.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such service: " + label + " (expected: one of "
                        + Arrays.stream(values()).map(Service::label).collect(Collectors.joining(", ")) + ")"));
    }
}
