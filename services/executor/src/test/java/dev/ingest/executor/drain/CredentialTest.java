package dev.ingest.executor.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.config.PipelineSpec;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.executor.stack.StrictApi;
import dev.ingest.platform.secret.SecretStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Credentials as strict APIs give them: tokens that end, that work once, that are told to wait. */
@ExecutorTest
class CredentialTest {
    private static final String[] STREAMS = {"s1", "s2", "s3", "s4"};

    /** Each test has a tenant of its own, so that it finds its own messages. */
    private final String tenant =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);

    @Inject
    Executor executor;

    @Inject
    SecretStore secrets;

    private void knows(StrictApi api, String credential) {
        executor.allow(tenant, api.url());
        executor.connector(tenant, credential, api.manifest(STREAMS));
        executor.pipeline(new PipelineSpec(
                tenant, credential, credential, 1, credential, Map.of("credentials", Map.of("client_id", "me"))));
        secrets.write(
                tenant,
                credential,
                Map.of(
                        "credentials.client_secret",
                        "cl13nt-s3cret",
                        "credentials.refresh_token",
                        StrictApi.FIRST_REFRESH_TOKEN));
    }

    private SliceRequested asks(String credential, String stream, long number) {
        return asks(credential, stream, number, 0);
    }

    private SliceRequested asks(String credential, String stream, long number, int slices) {
        return new SliceRequested(
                tenant,
                credential,
                credential,
                "run-1",
                stream,
                "%s-%s-%s-%d".formatted(tenant, credential, stream, number),
                number,
                credential,
                1,
                new TableRef("strict", stream),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100,
                slices);
    }

    private List<SliceCompleted> completed(String stream) {
        return executor.markers(tenant, new TableRef("strict", stream)).stream()
                .filter(SliceCompleted.class::isInstance)
                .map(SliceCompleted.class::cast)
                .toList();
    }

    private List<SliceFailed> failures() {
        return executor.facts(SliceFailed.class).stream()
                .filter(fact -> fact.tenant().equals(tenant))
                .toList();
    }

    @Test
    void tokenThatEndsInTheMiddleIsRenewedAndTheSliceGoesOn() throws IOException {
        try (var api = new StrictApi(6, 2)) {
            knows(api, "strict");
            executor.drained(asks("strict", "s1", 1));
            assertThat(failures()).isEmpty();
            assertThat(completed("s1"))
                    .singleElement()
                    .satisfies(slice -> assertThat(slice.records()).isEqualTo(12));
            assertThat(api.refreshes()).isEqualTo(3);
            assertThat(api.isRevoked()).isFalse();
            assertThat(secrets.read(tenant, "strict").orElseThrow().values())
                    .containsEntry("credentials.refresh_token", "refresh-3")
                    .containsEntry("credentials.client_secret", "cl13nt-s3cret");
        }
    }

    @Test
    void tokenThatIsRefusedAgainAfterOneRefreshFailsTheSliceAsAuth() throws IOException {
        try (var api = new StrictApi(3, 100)) {
            knows(api, "strict");
            api.refuseTokens();
            executor.drained(asks("strict", "s1", 1));
            assertThat(failures()).singleElement().satisfies(failed -> {
                assertThat(failed.kind()).isEqualTo(SliceFailed.Kind.AUTH);
                assertThat(failed.message())
                        .contains("401")
                        .doesNotContain("access-")
                        .doesNotContain("cl13nt-s3cret");
            });
            assertThat(api.calls()).isEqualTo(2);
            assertThat(api.refreshes()).isEqualTo(2);
        }
    }

    @Test
    void streamsSideBySideNeverUseARefreshTokenTwice() throws IOException {
        try (var api = new StrictApi(3, 1000)) {
            knows(api, "strict");
            executor.drained(IntStream.range(0, 12)
                    .mapToObj(i -> asks("strict", STREAMS[i % STREAMS.length], 1 + i / STREAMS.length))
                    .toArray(SliceRequested[]::new));
            assertThat(failures()).isEmpty();
            for (String stream : STREAMS) {
                assertThat(completed(stream).stream()
                                .map(slice -> slice.attempt().number()))
                        .containsExactly(1L, 2L, 3L);
            }
            assertThat(api.isRevoked()).isFalse();
            assertThat(api.refreshes()).isEqualTo(1);
        }
    }

    @Test
    void credentialToldToWaitIsLeftAloneAndOthersGoOn() throws IOException {
        try (var waiting = new StrictApi(1, 1000);
                var free = new StrictApi(1, 1000)) {
            knows(waiting, "waiting");
            knows(free, "free");
            executor.allow(tenant, waiting.url(), free.url());
            waiting.askToWait(1, 3600);
            Instant before = Instant.now();

            executor.drained(
                    asks("waiting", "s1", 1),
                    asks("waiting", "s1", 2),
                    asks("waiting", "s1", 3),
                    asks("free", "s2", 1),
                    asks("free", "s2", 2));
            executor.drained(asks("waiting", "s1", 4));

            List<SliceDeferred> deferred = executor.facts(SliceDeferred.class).stream()
                    .filter(fact -> fact.tenant().equals(tenant))
                    .toList();
            assertThat(deferred.stream().map(fact -> fact.attempt().number())).containsExactly(1L, 2L, 3L, 4L);
            assertThat(deferred)
                    .allSatisfy(fact -> assertThat(fact.notBefore()).isAfter(before.plus(Duration.ofMinutes(59))));
            assertThat(waiting.calls()).isEqualTo(1);
            assertThat(completed("s2")).hasSize(2);
            assertThat(executor.all(Topics.BUDGETS).stream()
                            .filter(message ->
                                    new String(message.key(), StandardCharsets.UTF_8).equals(tenant + "/waiting")))
                    .isNotEmpty();
        }
    }

    @Test
    void drainTakesAsManySlicesOfAStreamAsTheHintSaysAndTheNextOnesTakeTheRest() throws IOException {
        try (var api = new StrictApi(1, 1000)) {
            knows(api, "strict");
            executor.drained(
                    asks("strict", "s1", 1, 2),
                    asks("strict", "s1", 2, 2),
                    asks("strict", "s1", 3, 2),
                    asks("strict", "s2", 1, 2),
                    asks("strict", "s1", 4, 2),
                    asks("strict", "s1", 5, 2));
            assertThat(numbers("s1")).containsExactly(1L, 2L);
            assertThat(numbers("s2")).containsExactly(1L);

            executor.drained();
            assertThat(numbers("s1")).containsExactly(1L, 2L, 3L, 4L);
            executor.drained();
            assertThat(numbers("s1")).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(failures()).isEmpty();
        }
    }

    private List<Long> numbers(String stream) {
        return completed(stream).stream().map(slice -> slice.attempt().number()).toList();
    }
}
