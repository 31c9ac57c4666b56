import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** From a post to a query that sees it, at a steady rate: each post is of another entity, and is asked for until it is there. */
final class Online {
    private static final int POSTS_PER_SECOND = 100;
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final int WARM_SECONDS = Integer.getInteger("warm", 10);
    private static final int MILLIS_MAX = 10_000;

    /** As many connections as there are calls: HTTP/2 would send all of them over one, which takes 256 at once. */
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String producer;
    private final String consumer;
    private final Latencies answered = new Latencies();
    private final Latencies seen = new Latencies();
    private final AtomicInteger failed = new AtomicInteger();

    /** Arguments: online, port, producer's token, consumer's token. */
    Online(String[] arguments) {
        url = "http://127.0.0.1:" + arguments[1];
        producer = arguments[2];
        consumer = arguments[3];
    }

    void run() throws InterruptedException {
        var posts = Executors.newVirtualThreadPerTaskExecutor();
        int total = POSTS_PER_SECOND * (WARM_SECONDS + SECONDS);
        long start = System.nanoTime();
        for (int i = 0; i < total; i++) {
            long due = start + i * (TimeUnit.SECONDS.toNanos(1) / POSTS_PER_SECOND);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            int number = i;
            posts.submit(() -> one(number, due, number >= POSTS_PER_SECOND * WARM_SECONDS));
        }
        posts.shutdown();
        if (!posts.awaitTermination(MILLIS_MAX * 2, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("posts are still under way");
        }
        print("post to answer", answered);
        print("post to readable online", seen);
        System.out.printf("%d failed%n", failed.get());
    }

    private static void print(String what, Latencies times) {
        System.out.printf("%s, %d posts/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                what, POSTS_PER_SECOND, times.percentile(50), times.percentile(95), times.percentile(99));
    }

    private void one(int number, long due, boolean counts) {
        try {
            String user = "\"user_" + number + "\"";
            send("/api/v1/ingest", producer, "{\"records\": {\"%s\": [%s]}}".formatted(Registered.VIEWED, Posts.record(number)));
            long acknowledged = System.nanoTime();
            String query = """
                    {"name": "newest", "version": "V1", "request_rows": [{"entity": {"user_id": %s}}], "features": ["merchant_category"]}
                    """.formatted(user);
            while (!send("/api/v1/query", consumer, query).matches("(?s).*\"(grocery|retail)\".*")) {
                Thread.sleep(1);
                if (System.nanoTime() - due > MILLIS_MAX * 1_000_000L) {
                    throw new IOException("not seen: " + user);
                }
            }
            if (counts) {
                count(acknowledged - due, System.nanoTime() - due);
            }
        } catch (IOException | InterruptedException failure) {
            if (failed.getAndIncrement() == 0) {
                System.out.println("first failure: " + failure);
            }
        }
    }

    private synchronized void count(long toAnswer, long toSeen) {
        answered.add(toAnswer);
        seen.add(toSeen);
    }

    private String send(String path, String token, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Snowflake Token=\"%s\"".formatted(token))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
