package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever dies while records are posted: each post that was answered 200 is its rows, once. */
class KilledWhilePushingTest {
    private static final int RECORDS_OF_A_POST = 3;

    /** How often somebody dies; {@code -Dpath.kills=100} for longer. */
    private static final int KILLS = Integer.getInteger("path.kills", 5);

    private static final List<String> VICTIMS = List.of("ingest-gateway", "writer");

    /** So many posts go through before the kill, while the service is down if they can, and after it is back. */
    private static final int POSTS = 10;

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(200);

    private static final String SOURCE = Product.json(Map.of(
            "namespace", "features",
            "columns",
                    List.of(
                            Map.of("name", "timestamp", "type", "timestamptz", "required", true),
                            Map.of("name", "user_id", "type", "string", "required", true)),
            "key", List.of("user_id")));

    private final Product product = Product.shared();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void everyAnsweredPostIsItsRowsOnce() {
        String tenant = "push-killed";
        String authorization = "Snowflake Token=\"" + producer(tenant) + "\"";
        CompletableFuture<Void> posts =
                CompletableFuture.runAsync(() -> postUntilEnough(authorization), Thread::startVirtualThread);

        for (int kill = 0; kill < KILLS; kill++) {
            killed(VICTIMS.get(kill % VICTIMS.size()), posts);
        }
        enough.set(true);
        posts.join();

        int expected = answered.get() * RECORDS_OF_A_POST;
        Product.await("all rows", () -> product.rows(tenant, "features.transactions") >= expected);
        List<String> users = users(tenant);
        assertThat(users).hasSize(expected);
        assertThat(users)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, expected)
                        .mapToObj(number -> "user-" + number)
                        .toList());
    }

    private void killed(String service, CompletableFuture<Void> posts) {
        more(posts, POSTS);
        int refusedBefore = refused.get();
        product.stack.kill(service);
        if (service.equals("writer")) {
            more(posts, POSTS);
        } else {
            Product.await("a post is refused", () -> refused.get() > refusedBefore);
        }
        product.stack.restart(service);
        more(posts, POSTS);
    }

    private String producer(String tenant) {
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        String admin = "tenant-admin@" + tenant;
        product.put("/api/v1/sources/transactions", admin, SOURCE).expect(200);
        return product.post(
                        "scheduler",
                        "/api/v1/tokens",
                        admin,
                        Product.json(Map.of("name", "producer", "role", "producer")))
                .expect(201)
                .json()
                .get("token")
                .asText();
    }

    private void more(CompletableFuture<Void> posts, int count) {
        int wanted = answered.get() + count;
        Product.await(wanted + " posts answered", () -> posts.isDone() || answered.get() >= wanted);
        assertThat(posts).as("the poster goes on").isNotDone();
    }

    /** One post after the other, each repeated until it is answered 200, as senders do. */
    private void postUntilEnough(String authorization) {
        while (!enough.get()) {
            boolean taken = post(authorization, body(answered.get()));
            (taken ? answered : refused).incrementAndGet();
            LockSupport.parkNanos((taken ? PAUSE : PAUSE_AFTER_REFUSAL).toNanos());
        }
    }

    private boolean post(String authorization, String body) {
        try {
            var answer = product.call("POST", "gateway", "/api/v1/ingest", authorization, "application/json", body);
            assertThat(answer.status())
                    .as(answer.text())
                    .satisfiesAnyOf(
                            status -> assertThat(status).isEqualTo(200),
                            status -> assertThat(status).isGreaterThanOrEqualTo(500));
            return answer.status() == 200;
        } catch (UncheckedIOException away) {
            return false; // nobody listens, or the answer was cut off: it may have arrived or not
        }
    }

    private static String body(int post) {
        List<Map<String, String>> records = IntStream.range(0, RECORDS_OF_A_POST)
                .mapToObj(i -> Map.of(
                        "timestamp", "2026-01-01T00:00:00Z", "user_id", "user-" + (post * RECORDS_OF_A_POST + i)))
                .toList();
        return Product.json(Map.of("records", Map.of("transactions", records)));
    }

    private List<String> users(String tenant) {
        return product.get(
                        "masking",
                        "/api/v1/tables/features/transactions/rows?select=user_id&limit=10000",
                        "tenant-admin@" + tenant)
                .expect(200)
                .json()
                .get("rows")
                .valueStream()
                .map((JsonNode row) -> row.get(0).asText())
                .toList();
    }
}
