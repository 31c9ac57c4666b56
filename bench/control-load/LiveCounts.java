import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the live counts are behind: real runs, everything running, one watcher for each. The n-th commit of a table was seen when its
 * count was first n or more; when it was made is what the table's snapshot says.
 */
final class LiveCounts {
    private static final int TENANTS = 3;
    private static final int RUNS = 4;
    private static final Duration RUN_MAX = Duration.ofMinutes(2);
    private static final List<String> STREAMS = List.of("orders", "line_items", "customers", "refunds");
    private static final Pattern TABLE = Pattern.compile("\"table\":\"([^\"]+)\"[^}]*\"commits\":(\\d+)");
    private static final String COMMITS = "select id, cast(extract(epoch from committed_at) * 1000 as bigint) from table_commit where tenant = '%s' order by committed_at";

    /** By tenant and table, for each count up to then the time in milliseconds at which it was seen. */
    private final Map<String, List<Long>> seen = new ConcurrentHashMap<>();

    void run() throws Exception {
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add("live-" + i);
            pipeline(tenants.getLast());
            String tenant = tenants.getLast();
            Thread.ofPlatform().daemon().start(() -> watch(tenant));
        }
        for (int i = 0; i < RUNS; i++) {
            List<String> runs = new ArrayList<>();
            for (String tenant : tenants) {
                runs.add(Api.field(Api.call("POST", "/api/v1/pipelines/shop/runs", Fleet.admin(tenant), ""), "id"));
            }
            for (int j = 0; j < TENANTS; j++) {
                await(tenants.get(j), runs.get(j));
            }
        }
        TimeUnit.SECONDS.sleep(2);
        Latencies behind = new Latencies();
        long unseen = 0;
        for (String tenant : tenants) {
            unseen += compare(tenant, behind);
        }
        System.out.printf("live counts behind the commit: p50 %.0f ms, p95 %.0f ms, max %.0f ms; %d commits not seen%n",
                behind.percentile(50), behind.percentile(95), behind.percentile(100), unseen);
    }

    private static void pipeline(String tenant) throws IOException {
        String api = "127.0.0.1:" + (Api.BASE + 99);
        String admin = Fleet.admin(tenant);
        Api.call("POST", "/api/v1/tenants", "operator", "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(tenant));
        Api.call("PUT", "/api/v1/tenants/%s/egress".formatted(tenant), "operator", "{\"allowed\": [\"%s\"]}".formatted(api));
        Api.call("PUT", "/api/v1/credentials/shop", admin,
                "{\"values\": {\"client_id\": \"demo\", \"client_secret\": \"%s\"}}".formatted(System.getProperty("sample")));
        Api.call("PUT", "/api/v1/connectors/orders", admin, Files.readString(Path.of("connectors/orders.yaml")));
        Api.call("PUT", "/api/v1/pipelines/shop", admin, """
                {"connector": "orders", "credential": "shop", "namespace": "shop", "schedule": "manual",
                 "config": {"base_url": "http://%s", "start_date": "%s"}, "streams": [%s]}""".formatted(api, java.time.LocalDate.now().minusDays(20) + "T00:00:00Z",
                String.join(", ", STREAMS.stream().map("{\"name\": \"%s\"}"::formatted).toList())));
    }

    private static void await(String tenant, String run) throws Exception {
        long end = System.nanoTime() + RUN_MAX.toNanos();
        String status;
        do {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a run takes longer than " + RUN_MAX);
            }
            TimeUnit.MILLISECONDS.sleep(200);
            status = Api.field(Api.get("/api/v1/runs/" + run, Fleet.admin(tenant)), "status");
        } while (status.equals("queued") || status.equals("running"));
    }

    private void watch(String tenant) {
        try {
            HttpURLConnection call = Api.open("GET", "/api/v1/pipelines/shop/live", Fleet.admin(tenant));
            try (var events = new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = events.readLine(); line != null; line = events.readLine()) {
                    long now = System.currentTimeMillis();
                    Matcher tables = TABLE.matcher(line);
                    while (tables.find()) {
                        List<Long> times = seen.computeIfAbsent(tenant + "/" + tables.group(1), key -> new ArrayList<>());
                        while (times.size() < Integer.parseInt(tables.group(2))) {
                            times.add(now);
                        }
                    }
                }
            }
        } catch (IOException failure) {
            System.out.println("watching: " + failure);
        }
    }

    /** Returns how many were not seen. */
    private long compare(String tenant, Latencies behind) throws Exception {
        Map<String, Integer> counts = new HashMap<>();
        long unseen = 0;
        try (Connection database = Seed.database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            Seed.as(sql, tenant);
            try (ResultSet commits = sql.executeQuery(COMMITS.formatted(tenant))) {
                while (commits.next()) {
                    String[] id = commits.getString(1).split("/");
                    String table = id[0] + "/" + id[1];
                    int n = counts.merge(table, 1, Integer::sum);
                    List<Long> times = seen.getOrDefault(table, List.of());
                    if (n > times.size()) {
                        unseen++;
                    } else {
                        behind.add((times.get(n - 1) - commits.getLong(2)) * 1_000_000);
                    }
                }
            }
        }
        return unseen;
    }
}
