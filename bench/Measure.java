import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures a running stack over its REST. Run by bench/run; needs the JDK only. */
public final class Measure {
    private static final int POSTS_PER_SECOND = 100;
    private static final int SECONDS = Integer.getInteger("seconds", 60);

    private static final int BASE = Integer.parseInt(System.getenv().getOrDefault("INGEST_PORT_BASE", "7000"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TENANT = "bench-" + Long.toString(System.currentTimeMillis(), 36);
    private static final String SOURCE =
            """
            {"namespace": "bench", "key": ["id"], "columns": [
              {"name": "timestamp", "type": "timestamptz", "required": true},
              {"name": "id", "type": "long", "required": true},
              {"name": "amount", "type": "double"}, {"name": "note", "type": "string"}]}
            """;

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        call("POST", 81, "/api/v1/tenants", "operator", "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(TENANT));
        switch (arguments[0]) {
            case "first-row" -> firstRow();
            case "latency" -> latency();
            case "pull" -> pull();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static void firstRow() throws Exception {
        call("PUT", 81, "/api/v1/sources/events", "tenant-admin", SOURCE);
        post(1);
        while (!rows("select=id&limit=1").find()) {
            Thread.sleep(50);
        }
    }

    private static void latency() throws Exception {
        call("PUT", 81, "/api/v1/sources/events", "tenant-admin", SOURCE);
        post(0);
        while (!rows("select=id&limit=1").find()) {
            Thread.sleep(50);
        }
        int total = POSTS_PER_SECOND * SECONDS;
        long[] sent = new long[total + 1];
        long[] acknowledged = new long[total + 1];
        long[] readable = new long[total + 1];
        var failures = new AtomicInteger();
        var next = new AtomicInteger();
        var posts = Executors.newVirtualThreadPerTaskExecutor();
        var clock = Executors.newSingleThreadScheduledExecutor();
        var ticking = clock.scheduleAtFixedRate(() -> {
            int id = next.incrementAndGet();
            if (id > total) {
                return;
            }
            sent[id] = System.nanoTime();
            posts.submit(() -> {
                try {
                    post(id);
                    acknowledged[id] = System.nanoTime();
                } catch (Exception failure) {
                    if (failures.getAndIncrement() == 0) {
                        System.out.println("first failure: " + failure);
                    }
                }
            });
        }, 0, 1_000_000_000L / POSTS_PER_SECOND, TimeUnit.NANOSECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS + 60).toNanos();
        int seen = 0;
        while (seen + failures.get() < total && System.nanoTime() < end) {
            // One page of what was not seen yet: ids are made in order, and seen about so.
            int from = 1;
            while (from <= total && readable[from] != 0) {
                from++;
            }
            Matcher ids = rows("select=id&limit=10000&filter=id:ge:" + from);
            long now = System.nanoTime();
            while (ids.find()) {
                int id = Integer.parseInt(ids.group(1));
                if (readable[id] == 0) {
                    readable[id] = now;
                    seen++;
                }
            }
        }
        ticking.cancel(false);
        double[] toReadable = new double[seen];
        double[] toAnswer = new double[seen];
        int n = 0;
        for (int id = 1; id <= total; id++) {
            if (readable[id] != 0) {
                toReadable[n] = (readable[id] - sent[id]) / 1e9;
                toAnswer[n++] = Math.max(0, acknowledged[id] - sent[id]) / 1e6;
            }
        }
        Arrays.sort(toReadable);
        Arrays.sort(toAnswer);
        System.out.printf("post to answer, %d posts/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms; %d failed%n",
                POSTS_PER_SECOND, at(toAnswer, 50), at(toAnswer, 95), at(toAnswer, 99), failures.get());
        System.out.printf("post to readable: p50 %.2f s, p95 %.2f s, p99 %.2f s; %d of %d seen%n",
                at(toReadable, 50), at(toReadable, 95), at(toReadable, 99), seen, total);
    }

    private static double at(double[] sorted, int percentile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * (long) percentile / 100)];
    }

    private static void pull() throws Exception {
        String api = "http://127.0.0.1:" + (BASE + 99);
        call("PUT", 81, "/api/v1/tenants/" + TENANT + "/egress", "operator",
                "{\"allowed\": [\"127.0.0.1:%d\"]}".formatted(BASE + 99));
        String secret = System.getenv("INGEST_SAMPLE_API_CLIENT_SECRET");
        call("PUT", 81, "/api/v1/credentials/shop", "tenant-admin",
                "{\"values\": {\"client_id\": \"demo\", \"client_secret\": \"%s\"}}".formatted(secret));
        call("PUT", 81, "/api/v1/connectors/orders", "tenant-admin", Files.readString(Path.of("connectors/orders.yaml")));
        call("PUT", 81, "/api/v1/pipelines/shop", "tenant-admin", """
                {"connector": "orders", "credential": "shop", "namespace": "shop", "schedule": "manual",
                 "config": {"base_url": "%s", "start_date": "2020-01-01T00:00:00Z"},
                 "streams": [{"name": "orders"}, {"name": "line_items"}, {"name": "customers"}, {"name": "refunds"}]}
                """.formatted(api));
        long start = System.nanoTime();
        String id = field(call("POST", 81, "/api/v1/pipelines/shop/runs", "tenant-admin", ""), "id");
        String run;
        do {
            Thread.sleep(100);
            run = call("GET", 81, "/api/v1/runs/" + id, "tenant-admin", "");
        } while (run.contains("\"status\":\"queued\"") || run.contains("\"status\":\"running\""));
        double seconds = (System.nanoTime() - start) / 1e9;
        long rows = Long.parseLong(field(run, "rows"));
        System.out.printf("pull: %,d rows in %.1f s, %,.0f rows/s through the whole path%n", rows, seconds, rows / seconds);
    }

    private static void post(int id) throws IOException, InterruptedException {
        call("POST", 80, "/api/v1/ingest", "producer", """
                {"records": {"events": [{"timestamp": "2026-01-01T00:00:00Z", "id": %d, "amount": 1.5, "note": "a note of some length"}]}}
                """.formatted(id));
    }

    /** The ids in a page of rows. */
    private static Matcher rows(String query) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", 84, "/api/v1/tables/bench/events/rows?" + query, "tenant-admin", "");
        String rows = answer.statusCode() == 200 ? answer.body().replaceFirst("(?s).*\"rows\":", "") : "";
        return Pattern.compile("\\[(\\d+)]").matcher(rows);
    }

    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        if (!field.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return field.group(1);
    }

    private static String call(String method, int offset, String path, String role, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, offset, path, role, body);
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static HttpResponse<String> send(String method, int offset, String path, String role, String body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (BASE + offset) + path))
                        .header("Authorization", "Bearer " + token(role))
                        .header("Content-Type", path.contains("/connectors/") ? "application/yaml" : "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String token(String role) throws IOException, InterruptedException {
        String known = TOKENS.get(role);
        if (known == null) {
            String client = role.equals("operator") ? role : role + "@" + TENANT;
            String form = "grant_type=client_credentials&client_secret=local&client_id="
                    + java.net.URLEncoder.encode(client, java.nio.charset.StandardCharsets.UTF_8);
            String answer = HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (BASE + 88) + "/ingest/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            known = field(answer.replace(" ", ""), "access_token");
            TOKENS.put(role, known);
        }
        return known;
    }
}
