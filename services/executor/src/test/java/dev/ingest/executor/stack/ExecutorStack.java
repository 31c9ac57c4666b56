package dev.ingest.executor.stack;

import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.ObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real Kafka, OIDC and sample API; the scheduler's contract. */
public final class ExecutorStack implements QuarkusTestResourceLifecycleManager {
    private @Nullable SchedulerStandIn scheduler;

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        try {
            scheduler = new SchedulerStandIn();
            Path secrets = Files.createTempDirectory("executor-secrets");
            ObjectStore s3 = stack.s3();
            return Map.ofEntries(
                    Map.entry("ingest.kafka.bootstrap-servers", stack.kafkaBootstrap()),
                    Map.entry("ingest.kafka.topic-prefix", stack.topics("executor")),
                    Map.entry("quarkus.oidc.auth-server-url", stack.oidcIssuer()),
                    Map.entry("quarkus.oidc-client.auth-server-url", stack.oidcIssuer()),
                    Map.entry("quarkus.rest-client.scheduler.url", scheduler.url()),
                    Map.entry("ingest.secrets.file", secrets.resolve("secrets").toString()),
                    Map.entry("ingest.secrets.key-file", secrets.resolve("key").toString()),
                    Map.entry("ingest.lake.jdbc-url", "jdbc:postgresql://127.0.0.1:1/unused"),
                    Map.entry("ingest.lake.warehouse", stack.newWarehouse()),
                    Map.entry("ingest.lake.s3-endpoint", s3.endpoint()),
                    Map.entry("ingest.lake.s3-region", s3.region()),
                    Map.entry("ingest.lake.s3-access-key", s3.accessKey()),
                    Map.entry("ingest.lake.s3-secret-key", s3.secretKey()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.close();
        }
    }
}
