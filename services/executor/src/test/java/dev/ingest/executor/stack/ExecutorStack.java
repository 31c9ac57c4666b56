package dev.ingest.executor.stack;

import dev.ingest.testkit.LocalStack;
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
            return Map.of(
                    "ingest.kafka.bootstrap-servers", stack.kafkaBootstrap(),
                    "ingest.kafka.topic-prefix", stack.topics("executor"),
                    "quarkus.oidc.auth-server-url", stack.oidcIssuer(),
                    "quarkus.oidc-client.auth-server-url", stack.oidcIssuer(),
                    "quarkus.rest-client.scheduler.url", scheduler.url(),
                    "ingest.secrets.file", secrets.resolve("secrets").toString(),
                    "ingest.secrets.key-file", secrets.resolve("key").toString());
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
