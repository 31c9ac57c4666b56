package dev.ingest.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.executor.stack.StrictApi;
import dev.ingest.platform.secret.FilledConfig;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Owners of one credential that know nothing of each other, on a real store, at an API where a refresh token works once. */
@ExecutorTest
class RotationTest {
    private static final int OWNERS = 4;
    private static final int ROUNDS = 3;

    @Inject
    SecretStore secrets;

    @Test
    void ownersThatKnowNothingOfEachOtherNeverBurnARefreshToken()
            throws IOException, ExecutionException, InterruptedException {
        String tenant = "t" + UUID.randomUUID();
        secrets.write(
                tenant,
                "strict",
                Map.of("credentials.client_secret", "s", "credentials.refresh_token", StrictApi.FIRST_REFRESH_TOKEN));
        try (var api = new StrictApi(2, 1_000_000);
                var threads = Executors.newFixedThreadPool(OWNERS)) {
            Connector connector = Connector.load(api.manifest("items"));
            for (int round = 1; round <= ROUNDS; round++) {
                List<Future<SliceResult>> reads = new ArrayList<>();
                for (int owner = 0; owner < OWNERS; owner++) {
                    reads.add(threads.submit(() -> read(connector, tenant)));
                }
                for (Future<SliceResult> read : reads) {
                    assertThat(read.get()).isInstanceOf(SliceResult.Completed.class);
                }
                assertThat(api.isRevoked()).isFalse();
                expireAccessToken(tenant);
            }
            assertThat(api.refreshes()).isEqualTo(ROUNDS);
        }
    }

    /** As the next process sees it, long after. */
    private void expireAccessToken(String tenant) {
        Map<String, String> values = new java.util.HashMap<>(
                secrets.read(tenant, "strict").orElseThrow().values());
        values.put("credentials.token_expiry_date", "2020-01-01T00:00:00Z");
        secrets.write(tenant, "strict", values);
    }

    /** A session of its own, as another process has. */
    private SliceResult read(Connector connector, String tenant) {
        var options = SessionOptions.of(Clock.systemUTC())
                .withAllowed((host, port) -> true)
                .withCredentials(new KeptCredential(secrets, tenant, "strict"));
        try (ConnectorSession session = ConnectorSession.create(options)) {
            Map<String, Object> config = FilledConfig.of(
                    Map.of("credentials", Map.of("client_id", "me")),
                    secrets.read(tenant, "strict").orElseThrow().values());
            return connector.read(
                    "items",
                    config,
                    Slice.WHOLE,
                    session,
                    Instant.now().plusSeconds(120),
                    page -> PageSink.Flow.CONTINUE);
        }
    }
}
