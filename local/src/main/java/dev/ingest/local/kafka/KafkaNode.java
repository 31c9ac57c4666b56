package dev.ingest.local.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One broker that is its own controller. It answers when {@link #start} returns. */
public final class KafkaNode implements Closeable {
    /** An envelope carries up to 900 KiB of records; headers, keys and a second record in a batch fit beside it. */
    private static final int MESSAGE_BYTES_MAX = 2 * 1024 * 1024;

    private final KafkaRaftServer server;
    private final int port;

    private KafkaNode(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * @param folder its log; formatted if it is new
     * @param port where clients connect
     * @param controllerPort where it talks to itself
     */
    public static KafkaNode start(Path folder, int port, int controllerPort) throws Exception {
        Files.createDirectories(folder);
        format(folder);
        var server = new KafkaRaftServer(new KafkaConfig(settings(folder, port, controllerPort)), Time.SYSTEM);
        server.startup();
        return new KafkaNode(server, port);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new java.io.PrintStream(
                        java.io.OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(Optional.of(folder.toString()))
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
    }

    private static Map<String, Object> settings(Path folder, int port, int controllerPort) throws IOException {
        Map<String, Object> settings = new java.util.HashMap<>(SMALL_NODE);
        settings.put("log.dirs", folder.toRealPath().toString());
        settings.put("listeners", "CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("message.max.bytes", MESSAGE_BYTES_MAX);
        settings.put("replica.fetch.max.bytes", MESSAGE_BYTES_MAX);
        return settings;
    }

    private static final Map<String, Object> SMALL_NODE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", 1),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "CLIENT"),
            Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("auto.create.topics.enable", false),
            // One node holds everything once.
            Map.entry("offsets.topic.replication.factor", (short) 1),
            Map.entry("offsets.topic.num.partitions", 4),
            Map.entry("transaction.state.log.replication.factor", (short) 1),
            Map.entry("transaction.state.log.min.isr", 1),
            Map.entry("transaction.state.log.num.partitions", 2),
            Map.entry("share.coordinator.state.topic.replication.factor", (short) 1),
            Map.entry("share.coordinator.state.topic.min.isr", (short) 1),
            // After kill -9 the node waits for its own old session: keep that short.
            Map.entry("broker.session.timeout.ms", 1500),
            Map.entry("broker.heartbeat.interval.ms", 300),
            // Nobody else is coming: a group starts at once.
            Map.entry("group.initial.rebalance.delay.ms", 0),
            // Threads and buffers for one laptop, not for a rack.
            Map.entry("num.network.threads", 2),
            Map.entry("num.io.threads", 4),
            Map.entry("num.recovery.threads.per.data.dir", 2),
            Map.entry("background.threads", 2),
            Map.entry("log.cleaner.dedupe.buffer.size", 4L * 1024 * 1024),
            Map.entry("log.segment.bytes", 64 * 1024 * 1024),
            Map.entry("metadata.log.segment.bytes", 16 * 1024 * 1024));
}
