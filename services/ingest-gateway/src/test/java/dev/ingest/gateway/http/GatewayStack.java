package dev.ingest.gateway.http;

import dev.ingest.gateway.redis.Server;
import dev.ingest.testkit.Database;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.LocalhostKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real Kafka and OIDC; the scheduler's contract. Its arguments are configuration that stands in place of the stack's. */
public final class GatewayStack implements QuarkusTestResourceLifecycleManager {
    /** The argument of whoever wants the online store to be Redis. */
    static final String STORE = "ingest.gateway.online.store";

    /** What the gateway shows over TLS. */
    static final LocalhostKey KEY =
            new LocalhostKey(Path.of("target", "door.p12").toAbsolutePath());

    private @Nullable SchedulerStandIn scheduler;
    private @Nullable Server redis;
    private Map<String, String> instead = Map.of();

    @Override
    public void init(Map<String, String> arguments) {
        instead = Map.copyOf(arguments);
    }

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        try {
            scheduler = new SchedulerStandIn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Database database = stack.newDatabase("gateway");
        var configuration = new HashMap<>(Map.of(
                "quarkus.datasource.username", database.ownerUser(),
                "quarkus.datasource.password", database.ownerPassword(),
                "quarkus.datasource.reactive.url", database.reactiveUrl(),
                "ingest.kafka.bootstrap-servers", stack.kafkaBootstrap(),
                "ingest.kafka.topic-prefix", stack.topics("gateway"),
                "quarkus.oidc.auth-server-url", stack.oidcIssuer(),
                "quarkus.oidc-client.auth-server-url", stack.oidcIssuer(),
                "quarkus.rest-client.scheduler.url", scheduler.url()));
        LocalhostKey.write(KEY.file());
        configuration.putAll(Map.of(
                "ingest.gateway.room.token-posts", "4",
                "ingest.gateway.room.tenant-posts", "6",
                "quarkus.tls.door.reload-period", "0.5S"));
        configuration.putAll(Map.of(
                "quarkus.http.test-ssl-port", "0",
                "quarkus.http.tls-configuration-name", "door",
                "quarkus.tls.door.key-store.p12.path", KEY.file().toString(),
                "quarkus.tls.door.key-store.p12.password", LocalhostKey.PASSWORD,
                "ingest.gateway.trusted-proxies", "127.0.0.0/8",
                "ingest.gateway.body-timeout", "6S",
                "quarkus.http.idle-timeout", "8S"));
        if ("redis".equals(instead.get(STORE))) {
            redis = new Server();
            configuration.put("quarkus.redis.hosts", redis.url());
        }
        configuration.putAll(instead);
        return configuration;
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
