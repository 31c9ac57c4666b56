package dev.ingest.writer.stack;

import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.ObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Real Kafka, PostgreSQL, S3 and OIDC, and a stand-in for the one service that the writer calls. */
public final class WriterStack implements QuarkusTestResourceLifecycleManager {
    /** Where the stand-in is, for those who tell it what to answer. */
    public static final String SCHEDULER_URL = "quarkus.rest-client.scheduler.url";

    private @Nullable SchedulerStandIn scheduler;

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        scheduler = new SchedulerStandIn();
        Lake lake = stack.newLake("writer");
        ObjectStore s3 = stack.s3();
        Map<String, String> configuration = new HashMap<>();
        configuration.put("ingest.kafka.bootstrap-servers", stack.kafkaBootstrap());
        configuration.put("ingest.kafka.topic-prefix", stack.topics("writer"));
        configuration.put("quarkus.oidc.auth-server-url", stack.oidcIssuer());
        configuration.put("quarkus.oidc-client.auth-server-url", stack.oidcIssuer());
        configuration.put("ingest.test.service-token", stack.token("service-test"));
        configuration.put("ingest.test.tenant-token", stack.token("tenant-admin@demo"));
        configuration.put(SCHEDULER_URL, scheduler.url());
        configuration.put("ingest.control.max-age", "0S");
        configuration.put("ingest.lake.jdbc-url", lake.jdbcUrl());
        configuration.put("ingest.lake.user", lake.user());
        configuration.put("ingest.lake.password", lake.password());
        configuration.put("ingest.lake.warehouse", stack.newWarehouse());
        configuration.put("ingest.secrets.file", secrets("secrets"));
        configuration.put("ingest.secrets.key-file", secrets("secrets.key"));
        configuration.put("ingest.lake.s3-endpoint", s3.endpoint());
        configuration.put("ingest.lake.s3-region", s3.region());
        configuration.put("ingest.lake.s3-access-key", s3.accessKey());
        configuration.put("ingest.lake.s3-secret-key", s3.secretKey());
        return configuration;
    }

    private static String secrets(String name) {
        return Path.of("target", name + "-" + ProcessHandle.current().pid())
                .toAbsolutePath()
                .toString();
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.close();
        }
    }
}
