package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.CredentialStore;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.SliceResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Yaml MANIFEST = Yaml.stream().requester("""
            authenticator:
              type: OAuthAuthenticator
              token_refresh_endpoint: "{{ config['url'] }}/token"
              client_id: me
              client_secret: s3cret
              refresh_token_updater: {}
            """);

    /** As several processes see it. */
    private static final class SharedStore implements CredentialStore {
        private long version = 1;
        private final Map<String, String> values = new HashMap<>(Map.of("credentials.refresh_token", "refresh-0"));

        @Override
        public synchronized Credentials read() {
            return new Credentials(version, values);
        }

        private int failures;

        @Override
        public synchronized boolean replace(long expectedVersion, Map<String, String> changed) {
            if (changed.containsKey("credentials.refresh_token") && failures > 0) {
                failures--;
                throw new IllegalStateException("the store is away");
            }
            if (version != expectedVersion) {
                return false;
            }
            version++;
            values.putAll(changed);
            return true;
        }
    }

    /** Takes each refresh token once, and only live access tokens. */
    private static TestApi api(Map<String, Integer> uses) {
        AtomicInteger issued = new AtomicInteger();
        return TestApi.answering(request -> {
            if (request.path().equals("/token")) {
                String used = request.body().replaceFirst(".*refresh_token=(refresh-\\d+).*", "$1");
                if (uses.merge(used, 1, Integer::sum) > 1) {
                    return new Answer(400, "{\"error\":\"invalid_grant\"}", Map.of());
                }
                int next = issued.incrementAndGet();
                return Answer.json("{\"access_token\":\"access-" + next + "\",\"refresh_token\":\"refresh-" + next
                        + "\",\"expires_in\":3600}");
            }
            return request.headers().getOrDefault("authorization", "").startsWith("Bearer access-")
                    ? Answer.json("{\"data\":[{\"id\":1}]}")
                    : Answer.status(401);
        });
    }

    @Test
    void processesThatShareACredentialNeverUseARefreshTokenTwice() throws Exception {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        SharedStore store = new SharedStore();
        try (TestApi api = api(uses);
                ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SliceResult>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(processes.submit(() -> {
                    Reading reading = new Reading(api, MANIFEST);
                    // Whoever waits lets the others go on, and its own clock stands still: a claim does not end
                    // meanwhile.
                    try (ConnectorSession session = ConnectorSession.create(
                            reading.time.options().withCredentials(store).withSleeper(wait -> Thread.sleep(20)))) {
                        return reading.connector()
                                .read(
                                        "things",
                                        reading.config(),
                                        reading.first(Optional.empty()),
                                        session,
                                        TestTime.deadline(),
                                        new Collected());
                    }
                }));
            }
            for (Future<SliceResult> result : results) {
                assertThat(result.get()).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
            }
        }
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(Map.of("refresh-0", 1));
        assertThat(store.read().values())
                .containsEntry("credentials.refresh_token", "refresh-1")
                .containsEntry("credentials.access_token", "access-1")
                .containsEntry("credentials.refresh_token_claim", "");
    }

    @Test
    void credentialsThatShareASessionWithoutAStoreAreKeptApart() {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        TestTime time = new TestTime();
        try (TestApi api = api(uses);
                ConnectorSession session = ConnectorSession.create(time.options())) {
            for (int round = 0; round < 2; round++) {
                for (String token : List.of("refresh-100", "refresh-200")) {
                    Reading reading = new Reading(api, MANIFEST).with("credentials", Map.of("refresh_token", token));
                    SliceResult result = reading.connector()
                            .read(
                                    "things",
                                    reading.config(),
                                    reading.first(Optional.empty()),
                                    session,
                                    time.instant().plusSeconds(240),
                                    new Collected());

                    assertThat(result).isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
                }
                time.pass(Duration.ofHours(2));
            }
        }
        // The second round refreshes what the first one got, each its own.
        assertThat(uses)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("refresh-100", 1, "refresh-200", 1, "refresh-1", 1, "refresh-2", 1));
    }

    private static SliceResult read(TestApi api, TestTime time, SharedStore store) {
        return read(api, time, store, TestTime.deadline());
    }

    private static SliceResult read(TestApi api, TestTime time, SharedStore store, Instant deadline) {
        Reading reading = new Reading(api, MANIFEST);
        try (ConnectorSession session = ConnectorSession.create(time.options().withCredentials(store))) {
            return reading.connector()
                    .read(
                            "things",
                            reading.config(),
                            reading.first(Optional.empty()),
                            session,
                            deadline,
                            new Collected());
        }
    }

    @Test
    void aTokenWhoseAnswerIsLostIsNotSentAgainAndStaysClaimed() {
        AtomicInteger asked = new AtomicInteger();
        SharedStore store = new SharedStore();
        TestTime time = new TestTime();
        try (TestApi api = TestApi.answering(request -> {
            asked.incrementAndGet();
            throw new IllegalStateException("the connection ends here");
        })) {
            assertThat(Reading.failed(read(api, time, store), ReadException.Kind.TRANSIENT)
                            .message())
                    .contains("a refresh token that can be used once was lost")
                    .doesNotContain("refresh-0");
        }
        assertThat(asked).hasValue(1);
        assertThat(store.read().values().get("credentials.refresh_token_claim")).startsWith("2026-03-01T12:02:00Z ");
    }

    @Test
    void aTokenRequestEndsBeforeItsClaimDoes() {
        List<Instant> asked = new ArrayList<>();
        SharedStore store = new SharedStore();
        TestTime time = new TestTime();
        try (TestApi api = TestApi.answering(request -> {
            asked.add(time.instant());
            time.pass(Duration.ofSeconds(50));
            return Answer.status(503);
        })) {
            assertThat(Reading.failed(read(api, time, store), ReadException.Kind.TRANSIENT)
                            .message())
                    .contains("token request POST http://127.0.0.1:", "answered 503");
        }
        assertThat(asked).containsExactly(TestTime.START, TestTime.START.plusSeconds(51));
        assertThat(store.read().values()).containsEntry("credentials.refresh_token_claim", "");
    }

    @Test
    void aRefusedAccessTokenIsRotatedWithTheStoredRefreshToken() {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        SharedStore store = new SharedStore();
        boolean stored = store.replace(
                1,
                Map.of("credentials.access_token", "revoked", "credentials.token_expiry_date", "2026-03-02T00:00:00Z"));
        try (TestApi api = api(uses)) {
            Reading reading = new Reading(api, MANIFEST);
            try (ConnectorSession session =
                    ConnectorSession.create(reading.time.options().withCredentials(store))) {
                assertThat(reading.connector()
                                .read(
                                        "things",
                                        reading.config(),
                                        reading.first(Optional.empty()),
                                        session,
                                        TestTime.deadline(),
                                        new Collected()))
                        .isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
            }
        }
        assertThat(stored).isTrue();
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(Map.of("refresh-0", 1));
        assertThat(store.read().values()).containsEntry("credentials.refresh_token", "refresh-1");
    }

    @Test
    void grantThatTheStoreWouldNotTakeIsKeptAndNoUsedTokenIsSentAgain() {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        SharedStore store = new SharedStore();
        store.failures = 8; // more than one read tries
        try (TestApi api = api(uses)) {
            Reading reading = new Reading(api, MANIFEST);
            try (ConnectorSession session =
                    ConnectorSession.create(reading.time.options().withCredentials(store))) {
                for (int i = 0; i < 2; i++) {
                    SliceResult result = reading.connector()
                            .read(
                                    "things",
                                    reading.config(),
                                    reading.first(Optional.empty()),
                                    session,
                                    TestTime.deadline(),
                                    new Collected());
                    assertThat(result instanceof SliceResult.Completed).isEqualTo(i == 1);
                }
            }
        }
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(Map.of("refresh-0", 1));
        assertThat(store.read().values()).containsEntry("credentials.refresh_token", "refresh-1");
    }

    @Test
    void grantIsStoredThoughTheSlicesTimeEndsMeanwhile() {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        SharedStore store = new SharedStore();
        store.failures = 1;
        TestTime time = new TestTime();
        try (TestApi api = api(uses)) {
            SliceResult first = read(api, time, store, time.instant().plusMillis(900));

            assertThat(first).isInstanceOf(SliceResult.Deferred.class);
            assertThat(read(api, time, store, time.instant().plusSeconds(240)))
                    .isEqualTo(new SliceResult.Completed(Optional.empty(), 1, 1));
        }
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(Map.of("refresh-0", 1));
        assertThat(store.read().values())
                .containsEntry("credentials.refresh_token", "refresh-1")
                .containsEntry("credentials.refresh_token_claim", "");
    }

    @Test
    void grantThatIsNotStoredYetStaysClaimedForOtherSessions() {
        Map<String, Integer> uses = new ConcurrentHashMap<>();
        SharedStore store = new SharedStore();
        store.failures = 8; // more than one read tries
        TestTime time = new TestTime();
        try (TestApi api = api(uses)) {
            SliceResult first = read(api, time, store, time.instant().plusMillis(900));
            SliceResult other = read(api, time, store, time.instant().plusSeconds(30));

            assertThat(first).isInstanceOf(SliceResult.Failed.class);
            assertThat(other).isInstanceOf(SliceResult.Deferred.class);
        }
        assertThat(uses).containsExactlyInAnyOrderEntriesOf(Map.of("refresh-0", 1));
        assertThat(store.read().values().get("credentials.refresh_token_claim")).startsWith("2026-03-01T12:02:00Z ");
    }
}
