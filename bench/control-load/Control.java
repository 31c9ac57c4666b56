import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the control plane's database, calls its REST, and lets pipelines be due. Run by bench/control. */
public final class Control {
    private static final int BASE = Integer.parseInt(System.getenv("INGEST_PORT_BASE"));
    private static final int TENANTS = Integer.getInteger("tenants");
    private static final int CALLERS = Math.min(TENANTS, 200);
    private static final long SCHEDULER = Long.getLong("scheduler");
    private static final String TEMPLATE = "template";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PIPELINE = """
            {"connector": "orders", "credential": "shop", "namespace": "shop", "schedule": "hourly",
             "config": {"base_url": "http://127.0.0.1:%d", "start_date": "2026-01-01T00:00:00Z"},
             "streams": [{"name": "customers"}]}""".formatted(BASE + 99);

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "seed" -> seed(Integer.parseInt(arguments[1]));
            case "rest" -> rest(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            case "due" -> due();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static String tenant(int number) {
        return "bench-%04d".formatted(number);
    }

    /** One tenant over REST, the others as copies of its rows. */
    private static void seed(int pipelines) throws Exception {
        String admin = token("tenant-admin@" + TEMPLATE);
        call("POST", "/api/v1/tenants", token("operator"), "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(TEMPLATE));
        call("PUT", "/api/v1/credentials/shop", admin, "{\"values\": {\"client_id\": \"demo\", \"client_secret\": \"none\"}}");
        call("PUT", "/api/v1/connectors/orders", admin, Files.readString(Path.of("connectors/orders.yaml")));
        call("PUT", "/api/v1/pipelines/shop", admin, PIPELINE);
        try (Connection database = database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            List<String> tables = tables(sql);
            for (int i = 0; i < TENANTS; i++) {
                for (String table : tables) {
                    copy(database, table, tenant(i), table.equals("pipeline") ? pipelines : 1);
                }
                database.commit();
            }
            sql.execute("analyze");
            database.commit();
        }
        System.out.printf("%,d tenants, %,d pipelines%n", TENANTS, (long) TENANTS * pipelines);
    }

    /** Those that the template has rows in, parents first. What the platform writes by itself is left out. */
    private static List<String> tables(Statement sql) throws SQLException {
        List<String> tables = new ArrayList<>();
        sql.execute("select set_config('ingest.tenant', '%s', true)".formatted(TEMPLATE));
        for (String table : List.of("tenant", "destination", "credential", "connector", "lake_table", "pipeline")) {
            try (ResultSet rows = sql.executeQuery("select count(*) from %s where tenant = '%s'".formatted(table, TEMPLATE))) {
                rows.next();
                if (rows.getLong(1) > 0) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }

    private static void copy(Connection database, String table, String tenant, int times) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement sql = database.createStatement()) {
            sql.execute("select set_config('ingest.tenant', '%s', true)".formatted(TEMPLATE));
            try (ResultSet found = sql.executeQuery("select to_jsonb(t)::text from %s t where tenant = '%s'".formatted(table, TEMPLATE))) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
            sql.execute("select set_config('ingest.tenant', '%s', true)".formatted(tenant));
        }
        String insert = """
                insert into %1$s select (jsonb_populate_record(null::%1$s, cast(? as jsonb)
                  || jsonb_build_object('tenant', ?, 'id', md5(random()::text || clock_timestamp()::text))
                  || case when ? = 1 then '{}'::jsonb else jsonb_build_object('name', 'p' || lpad(n::text, 5, '0'), 'next_due', null) end)).*
                from generate_series(1, ?) n""".formatted(table);
        try (PreparedStatement sql = database.prepareStatement(insert)) {
            for (String row : rows) {
                sql.setString(1, row);
                sql.setString(2, tenant);
                sql.setInt(3, table.equals("pipeline") ? 0 : 1);
                sql.setInt(4, times);
                sql.execute();
            }
        }
    }

    /** Open loop: a call is late by what it waited for its turn, too. */
    private static void rest(int rate, int seconds) throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            tokens.add(token("tenant-admin@" + tenant(i)));
        }
        for (int i = 0; i < 2; i++) { // the first round is for warming
            mixed(tokens, rate, i == 0 ? 20 : seconds, i);
        }
        double[] overview = new double[50];
        for (int i = 0; i < overview.length; i++) {
            long start = System.nanoTime();
            call("GET", System.getProperty("overview", "/api/v1/overview"), tokens.get(i % CALLERS), "");
            overview[i] = (System.nanoTime() - start) / 1e6;
        }
        java.util.Arrays.sort(overview);
        System.out.printf("overview: p50 %.1f ms, p99 %.1f ms%n", at(overview, 50), at(overview, 99));
        System.out.printf("scheduler: %d MB RSS%n", status("VmRSS") / 1024);
    }

    private static void mixed(List<String> tokens, int rate, int seconds, int round) throws Exception {
        int total = rate * seconds;
        var took = new ConcurrentLinkedQueue<Double>();
        var failed = new AtomicInteger();
        long ownCpu = cpu("self");
        long theirCpu = cpu(Long.toString(SCHEDULER));
        long start = System.nanoTime();
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < total; i++) {
                long planned = start + i * 1_000_000_000L / rate;
                int number = i;
                while (System.nanoTime() < planned) {
                    LockSupport.parkNanos(planned - System.nanoTime());
                }
                calls.submit(() -> {
                    String token = tokens.get(number % CALLERS);
                    try {
                        switch (number % 20) {
                            case 0 -> call("POST", "/api/v1/pipelines/p%05d/runs".formatted(1 + (number / 20 / CALLERS + 5 * round) % 10), token, "");
                            case 1, 4, 7, 10, 13, 16, 19 -> call("GET", "/api/v1/pipelines/p%05d".formatted(1 + number % 10), token, "");
                            default -> call("GET", "/api/v1/pipelines?limit=50", token, "");
                        }
                    } catch (Exception failure) {
                        if (failed.getAndIncrement() == 0) {
                            System.out.println("first failure: " + failure);
                        }
                    }
                    took.add((System.nanoTime() - planned) / 1e6);
                });
            }
            calls.shutdown();
            calls.awaitTermination(2, TimeUnit.MINUTES);
        }
        double all = (System.nanoTime() - start) / 1e9;
        double[] sorted = took.stream().mapToDouble(each -> each).sorted().toArray();
        System.out.printf(
                "%s%d calls/s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.0f ms; %d of %d failed; CPU of a core: scheduler %.0f %%, generator %.0f %%%n",
                round == 0 ? "warming, " : "", rate, at(sorted, 50), at(sorted, 95), at(sorted, 99), sorted[sorted.length - 1], failed.get(), total,
                (cpu(Long.toString(SCHEDULER)) - theirCpu) / all, (cpu("self") - ownCpu) / all);
    }

    private static void due() throws Exception {
        String cron = token("service-cron");
        // loads what a first tick loads
        call("POST", "/internal/v1/tick", cron, "");
        long wanted = 0;
        try (Connection database = database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            for (int i = 0; i < TENANTS; i++) {
                sql.execute("select set_config('ingest.tenant', '%s', true)".formatted(tenant(i)));
                wanted += sql.executeUpdate(
                        "update pipeline set next_due = now(), next_nominal = now(), planned_at = now() where name like 'p%'");
                database.commit();
            }
        }
        long cpu = cpu(Long.toString(SCHEDULER));
        long start = System.nanoTime();
        long slices = 0;
        Pattern count = Pattern.compile("\"slices\":(\\d+)");
        for (int tick = 1; slices < wanted && tick <= 100; tick++) {
            Matcher told = count.matcher(call("POST", "/internal/v1/tick", cron, ""));
            told.find();
            slices += Long.parseLong(told.group(1));
            System.out.printf("tick %d: %,d of %,d on Kafka after %.1f s%n", tick, slices, wanted, (System.nanoTime() - start) / 1e9);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%,d pipelines due at once: %.1f s, %.0f a second; the scheduler used %.1f CPU s, %d MB RSS at most%n",
                wanted, seconds, wanted / seconds, (cpu(Long.toString(SCHEDULER)) - cpu) / 100.0, status("VmHWM") / 1024);
    }

    private static double at(double[] sorted, int percentile) {
        return sorted[(int) ((sorted.length - 1) * (long) percentile / 100)];
    }

    /** Hundredths of a second. */
    private static long cpu(String process) throws IOException {
        String stat = Files.readString(Path.of("/proc/%s/stat".formatted(process)));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** KiB. */
    private static long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(SCHEDULER))).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/control".formatted(BASE + 32), "ingest_owner", System.getProperty("owner"));
    }

    private static String token(String client) throws Exception {
        String form = "grant_type=client_credentials&client_secret=local&client_id=" + URLEncoder.encode(client, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ingest/token".formatted(BASE + 88)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher token = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
        if (!token.find()) {
            throw new IllegalStateException(answer);
        }
        return token.group(1);
    }

    private static String call(String method, String path, String token, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(BASE + 81, path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", path.contains("/connectors/") ? "application/yaml" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
