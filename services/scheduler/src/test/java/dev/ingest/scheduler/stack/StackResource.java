package dev.ingest.scheduler.stack;

import dev.ingest.testkit.Database;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.LocalhostKey;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Points the service at real parts of its own. */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
    /** Of the receiver of webhooks that the service trusts. */
    public static final LocalhostKey TRUSTED =
            new LocalhostKey(Path.of("target", "receiver.p12").toAbsolutePath());

    private final ExecutorStandIn executor = new ExecutorStandIn();
    private final MaskingStandIn masking = new MaskingStandIn();

    @Override
    public Map<String, String> start() {
        LocalStack stack = LocalStack.shared();
        Database database = stack.newDatabase("scheduler");
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.reactive.url", database.reactiveUrl());
        config.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
        config.put("quarkus.datasource.username", database.appUser());
        config.put("quarkus.datasource.password", database.appPassword());
        config.put("quarkus.flyway.username", database.ownerUser());
        config.put("quarkus.flyway.password", database.ownerPassword());
        config.put("quarkus.flyway.placeholders.app", database.appUser());
        config.put("ingest.kafka.bootstrap-servers", stack.kafkaBootstrap());
        config.put("ingest.aws.role-arn", "arn:aws:iam::999999999999:role/platform");
        config.put("ingest.managed.warehouse", "s3://platform/lake/");
        config.put("ingest.kafka.topic-prefix", stack.topics("scheduler"));
        config.put("quarkus.oidc.auth-server-url", stack.oidcIssuer());
        config.put("quarkus.oidc.page.authentication.cookie-force-secure", "false");
        config.put("quarkus.oidc.page.authentication.force-redirect-https-scheme", "false");
        config.put("quarkus.oidc-client.auth-server-url", stack.oidcIssuer());
        config.put("quarkus.rest-client.executor.url", executor.url());
        config.put("ingest.reading.url", masking.url());
        config.put("ingest.reading.timeout", "4s");
        config.put("ingest.reading.calls", "4");
        config.put("ingest.reading.waiting", "2");
        config.put("ingest.notification.attempt-max", "3s");
        config.put("ingest.notification.page-url", "https://ingest.example.org");
        config.putAll(MailBox.config());
        config.put(
                "quarkus.tls.webhook.trust-store.p12.path",
                LocalhostKey.write(TRUSTED.file()).file().toString());
        config.put("quarkus.tls.webhook.trust-store.p12.password", LocalhostKey.PASSWORD);
        config.put("ingest.sign-ups.open", "60");
        config.put("ingest.secrets.file", secrets());
        config.put("ingest.secrets.key-file", stack.environment().get("INGEST_SECRETS_KEY_FILE"));
        return config;
    }

    private static String secrets() {
        try {
            return Files.createTempDirectory("scheduler").resolve("secrets").toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void stop() {
        // the rest of the stack is shared, and ends with this JVM
        executor.close();
        masking.close();
        MailBox.stop();
    }
}
