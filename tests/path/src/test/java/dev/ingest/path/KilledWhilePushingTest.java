package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever dies while records are posted: each post that was answered 200 is its rows, once, in every table with a key, and online; each
 * that was answered 207 is its rows in the tables of its sources. A source without a key has the rows of each once if it was posted
 * once, and at least once if it had to be repeated.
 */
class KilledWhilePushingTest {
    private static final int RECORDS_OF_A_POST = 3;

    /** How often somebody dies; {@code -Dpath.kills=100} for longer. */
    private static final int KILLS = Integer.getInteger("path.kills", 5);

    private static final String WRITER = "writer";
    private static final List<String> VICTIMS = List.of("ingest-gateway", "kafka", "postgres", WRITER);

    private static final int POSTERS = 3;

    /** So many posts go through before the kill, while the victim is down if they can, and after it is back. */
    private static final int POSTS = 10;

    /** While the test waits for posts, and while it does not: what is posted has to be read back. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration PAUSE_WHILE_ENOUGH = Duration.ofMillis(200);

    /** What one reading holds at most. */
    private static final int POSTS_READ = 500;

    private static final int ENTITIES_READ = 10;

    private static final String ONLINE_STORE = "postgres";
    private static final String KEYED = "transactions";
    private static final String KEYLESS = "clicks";
    private static final String VIEWED = "by_user_v1";

    private static final String VIEW = Product.json(
            Map.of("source", KEYED, "entityKeys", List.of("user_id"), "online", true, "namespace", "features"));

    private final String tenant = "push-killed";
    private final Product product = Product.shared();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** Posts that were answered 207 and not repeated, and those that were repeated. */
    private final Set<Integer> partial = ConcurrentHashMap.newKeySet();

    private final Set<Integer> repeated = ConcurrentHashMap.newKeySet();

    @Test
    void everyAnsweredPostIsItsRowsOnce() {
        register();
        String producer = token("producer");
        CompletableFuture<?> posters = CompletableFuture.allOf(IntStream.range(0, POSTERS)
                .mapToObj(poster -> CompletableFuture.runAsync(
                        () -> postUntilEnough(producer, poster == 0), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new));

        for (int kill = 0; kill < KILLS; kill++) {
            killed(VICTIMS.get(kill % VICTIMS.size()), posters);
        }
        enough.set(true);
        posters.join();

        int posts = answered.get();
        assertThat(posts).as("every post that was begun").isEqualTo(begun.get());
        assertThat(partial)
                .as("posts answered 207 while the online store was away")
                .isNotEmpty();
        await(KEYED, posts);
        await(VIEWED, posts - partial.size());
        await(KEYLESS, posts);
        assertRows(KEYED, posts, false);
        assertRows(VIEWED, posts, true);
        assertRowsOfRepeatedPosts(posts);
        assertOnline(token("consumer"), posts);
    }

    private void await(String table, int posts) {
        Product.await(
                "all rows of " + table,
                () -> product.rows(tenant, "features." + table) >= (long) posts * RECORDS_OF_A_POST);
    }

    private void killed(String victim, CompletableFuture<?> posters) {
        more(posters);
        int refusedBefore = refused.get();
        int partialBefore = partial.size();
        product.stack.kill(victim);
        if (victim.equals(WRITER)) {
            more(posters);
        } else if (victim.equals(ONLINE_STORE)) {
            Product.await("a post is answered 207", () -> partial.size() > partialBefore);
        } else {
            Product.await("a post is refused", () -> refused.get() > refusedBefore);
        }
        product.stack.restart(victim);
        more(posters);
    }

    private void register() {
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        String admin = "tenant-admin@" + tenant;
        product.put("/api/v1/sources/" + KEYED, admin, source(List.of("user_id")))
                .expect(200);
        product.put("/api/v1/sources/" + KEYLESS, admin, source(List.of())).expect(200);
        product.put("/api/v1/feature-views/by_user/v1", admin, VIEW).expect(200);
    }

    private static String source(List<String> key) {
        return Product.json(Map.of(
                "namespace",
                "features",
                "columns",
                List.of(
                        Map.of("name", "timestamp", "type", "timestamptz", "required", true),
                        Map.of("name", "user_id", "type", "string", "required", true),
                        Map.of("name", "post", "type", "long")),
                "key",
                key));
    }

    private String token(String role) {
        String token = product.post(
                        "scheduler",
                        "/api/v1/tokens",
                        "tenant-admin@" + tenant,
                        Product.json(Map.of("name", role, "role", role)))
                .expect(201)
                .json()
                .get("token")
                .asText();
        return "Snowflake Token=\"" + token + "\"";
    }

    private void more(CompletableFuture<?> posters) {
        int count = answered.get() + POSTS;
        wanted.set(count);
        Product.await(count + " posts answered", () -> posters.isDone() || answered.get() >= count);
        assertThat(posters).as("the posters go on").isNotDone();
    }

    /**
     * One post after the other, each repeated until it is answered 200, as senders do.
     *
     * @param contented whether 207 is enough
     */
    private void postUntilEnough(String producer, boolean contented) {
        while (!enough.get()) {
            int post = begun.getAndIncrement();
            while (!isTaken(producer, post, contented)) {
                repeated.add(post);
                refused.incrementAndGet();
                LockSupport.parkNanos(PAUSE_WHILE_ENOUGH.toNanos());
            }
            boolean waitedFor = answered.incrementAndGet() < wanted.get();
            LockSupport.parkNanos((waitedFor ? PAUSE : PAUSE_WHILE_ENOUGH).toNanos());
        }
    }

    private boolean isTaken(String producer, int post, boolean contented) {
        try {
            var answer = product.call("POST", "gateway", "/api/v1/ingest", producer, "application/json", body(post));
            assertThat(answer.status())
                    .as(answer.text())
                    .satisfiesAnyOf(
                            status -> assertThat(status).isIn(200, 207),
                            status -> assertThat(status).isGreaterThanOrEqualTo(500));
            return answer.status() == 200 || answer.status() == 207 && contented && isDurable(post, answer);
        } catch (UncheckedIOException away) {
            return false; // nobody listens, or the answer was cut off: it may have arrived or not
        }
    }

    /** No record failed, but a view did. */
    private boolean isDurable(int post, Product.Answer answer) {
        JsonNode sources = answer.json().get("sources");
        for (String source : List.of(KEYED, KEYLESS)) {
            assertThat(sources.at("/" + source + "/records/failed").asInt(-1))
                    .as(answer.text())
                    .isZero();
        }
        assertThat(sources.at("/" + KEYED + "/feature_views/failed").asInt())
                .as(answer.text())
                .isPositive();
        return partial.add(post);
    }

    private static String body(int post) {
        List<Map<String, Object>> records = users(post)
                .map(user -> Map.<String, Object>of("timestamp", "2026-01-01T00:00:00Z", "user_id", user, "post", post))
                .toList();
        return Product.json(Map.of("records", Map.of(KEYED, records, KEYLESS, records)));
    }

    private static Stream<String> users(int post) {
        return IntStream.range(0, RECORDS_OF_A_POST).mapToObj(i -> "user-" + (post * RECORDS_OF_A_POST + i));
    }

    /** @param viewed whether a post that was answered 207 may be missing; none may be there twice */
    private void assertRows(String table, int posts, boolean viewed) {
        for (int from = 0; from < posts; from += POSTS_READ) {
            int to = Math.min(posts, from + POSTS_READ);
            List<String> found = found(table, from, to);
            List<String> open = viewed ? users(from, to, partial::contains) : List.of();
            assertThat(found).as("%s, posts %d to %d", table, from, to).doesNotHaveDuplicates();
            assertThat(found.stream().filter(user -> !open.contains(user)))
                    .as("%s, posts %d to %d", table, from, to)
                    .containsExactlyInAnyOrderElementsOf(users(from, to, post -> !viewed || !partial.contains(post)));
        }
    }

    /** What was posted once is there once; what was posted again, once or more: nothing tells such rows apart. */
    private void assertRowsOfRepeatedPosts(int posts) {
        for (int from = 0; from < posts; from += POSTS_READ) {
            int to = Math.min(posts, from + POSTS_READ);
            List<String> again = users(from, to, repeated::contains);
            List<String> found = found(KEYLESS, from, to);
            assertThat(found).containsAll(again);
            assertThat(found.stream().filter(user -> !again.contains(user)))
                    .containsExactlyInAnyOrderElementsOf(users(from, to, post -> !repeated.contains(post)));
        }
    }

    private static List<String> users(int from, int to, IntPredicate posts) {
        return IntStream.range(from, to)
                .filter(posts)
                .boxed()
                .flatMap(KilledWhilePushingTest::users)
                .toList();
    }

    private List<String> found(String table, int from, int to) {
        return product.get(
                        "masking",
                        "/api/v1/tables/features/%s/rows?select=user_id&limit=10000&filter=post:ge:%d&filter=post:lt:%d"
                                .formatted(table, from, to),
                        "tenant-admin@" + tenant)
                .expect(200)
                .json()
                .get("rows")
                .valueStream()
                .map((JsonNode row) -> row.get(0).asText())
                .toList();
    }

    private void assertOnline(String consumer, int posts) {
        List<String> users = users(0, posts, post -> !partial.contains(post));
        for (int from = 0; from < users.size(); from += ENTITIES_READ) {
            List<String> asked = users.subList(from, Math.min(users.size(), from + ENTITIES_READ));
            var rows = asked.stream()
                    .map(user -> Map.of("entity", Map.of("user_id", user)))
                    .toList();
            var answer = product.call(
                            "POST",
                            "gateway",
                            "/api/v1/query",
                            consumer,
                            "application/json",
                            Product.json(Map.of(
                                    "name",
                                    "by_user",
                                    "version",
                                    "v1",
                                    "features",
                                    List.of("user_id"),
                                    "request_rows",
                                    rows)))
                    .expect(200);
            List<String> found = new ArrayList<>();
            answer.json()
                    .get("results")
                    .forEach(row -> found.add(row.at("/features/0").asText()));
            assertThat(found).containsExactlyElementsOf(asked);
        }
    }
}
