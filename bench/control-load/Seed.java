import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One tenant over REST; the others are copies of its rows, with runs and usage of two weeks, written as the tables' owner. */
final class Seed {
    private static final String TEMPLATE = "template";
    private static final int RUNS = 14;
    private static final List<String> TABLES = List.of("tenant", "destination", "credential", "connector", "lake_table", "pipeline");
    private static final String PIPELINE = """
            {"connector": "orders", "credential": "shop", "namespace": "shop", "schedule": "hourly",
             "config": {"base_url": "http://127.0.0.1:%d", "start_date": "2026-01-01T00:00:00Z"},
             "streams": [{"name": "customers"}]}""".formatted(Api.BASE + 99);
    private static final String COPY = """
            insert into %1$s select (jsonb_populate_record(null::%1$s, cast(? as jsonb)
              || jsonb_build_object('tenant', ?, 'id', md5(random()::text || clock_timestamp()::text)))).*""";
    private static final String PIPELINES = """
            insert into pipeline select (jsonb_populate_record(null::pipeline, cast(? as jsonb)
              || jsonb_build_object('tenant', ?, 'id', md5(random()::text || clock_timestamp()::text),
                   'name', 'p' || lpad(n::text, 5, '0'), 'next_due', null))).* from generate_series(?, ?) n""";
    private static final String HISTORY = """
            insert into run (id, tenant, pipeline, status, requested_at, began_at, finished_at, cause)
              select upper(to_char(n, 'fm000')) || left(md5(p.id || n), 23), p.tenant, p.name,
                case when n %% 9 = 0 then 'FAILED' else 'SUCCEEDED' end, t, t, t + interval '1 minute', 'its schedule'
              from pipeline p, generate_series(1, %1$d) n, lateral (select now() - (%1$d - n) * interval '1 day' as t) day
              where p.tenant = '%2$s';
            insert into run_stream (id, tenant, run, stream, namespace, table_name, slices, open, committed, failed, rows, bytes, rejected, errors)
              select md5(id), tenant, id, 'customers', 'shop', 'customers', 1, 0, 1, 0, 1000, 100000, 0, '[]' from run where tenant = '%2$s';
            insert into usage_day (id, tenant, day, namespace, table_name, pipeline, rows, bytes, files, commits, revision, told_revision)
              select md5(p.id || 'u' || n), p.tenant, current_date - n, 'shop', 'customers', p.name, 1000, 100000, 1, 1, 1, 1
              from pipeline p, generate_series(0, %1$d - 1) n where p.tenant = '%2$s'""";

    private Seed() {}

    static Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/control".formatted(Api.BASE + 32), "ingest_owner", System.getProperty("owner"));
    }

    /** Row-level security holds for the owner, too. */
    static void as(Statement sql, String tenant) throws SQLException {
        sql.execute("select set_config('ingest.tenant', '%s', true)".formatted(tenant));
    }

    static void first() throws Exception {
        String admin = Fleet.admin(TEMPLATE);
        Api.call("POST", "/api/v1/tenants", "operator", "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(TEMPLATE));
        Api.call("PUT", "/api/v1/credentials/shop", admin, "{\"values\": {\"client_id\": \"demo\", \"client_secret\": \"none\"}}");
        Api.call("PUT", "/api/v1/connectors/orders", admin, Files.readString(Path.of("connectors/orders.yaml")));
        Api.call("PUT", "/api/v1/pipelines/shop", admin, PIPELINE);
        long total = 0;
        try (Connection database = database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            Map<String, String> rows = template(sql);
            for (int i = 0; i < Fleet.TENANTS; i++) {
                String tenant = Fleet.tenant(i);
                as(sql, tenant);
                for (String table : rows.keySet()) {
                    copy(database, table, rows.get(table), tenant, 1, Fleet.pipelines(i));
                }
                sql.execute(HISTORY.formatted(RUNS, tenant));
                database.commit();
                total += Fleet.pipelines(i);
            }
        }
        analyze();
        System.out.printf("%,d tenants, %,d pipelines, %,d runs%n", Fleet.TENANTS, total, total * RUNS);
    }

    /** As many more that every tenant has so many. */
    static void more(int each) throws Exception {
        try (Connection database = database(); Statement sql = database.createStatement()) {
            database.setAutoCommit(false);
            String row = template(sql).get("pipeline");
            for (int i = 0; i < Fleet.TENANTS; i++) {
                as(sql, Fleet.tenant(i));
                copy(database, "pipeline", row, Fleet.tenant(i), Fleet.pipelines(i) + 1, each);
                database.commit();
            }
        }
        analyze();
        System.out.printf("%,d tenants, %,d pipelines%n", Fleet.TENANTS, (long) Fleet.TENANTS * each);
    }

    /** As Postgres does by itself, sooner or later. */
    private static void analyze() throws SQLException {
        try (Connection database = database(); Statement sql = database.createStatement()) {
            sql.execute("vacuum analyze");
        }
    }

    /** By table, parents first. What the platform writes by itself is left out. */
    private static Map<String, String> template(Statement sql) throws SQLException {
        Map<String, String> rows = new LinkedHashMap<>();
        as(sql, TEMPLATE);
        for (String table : TABLES) {
            try (ResultSet found = sql.executeQuery("select to_jsonb(t)::text from %s t where tenant = '%s'".formatted(table, TEMPLATE))) {
                if (found.next()) {
                    rows.put(table, found.getString(1));
                }
            }
        }
        return rows;
    }

    private static void copy(Connection database, String table, String row, String tenant, int from, int to) throws SQLException {
        boolean many = table.equals("pipeline");
        try (PreparedStatement sql = database.prepareStatement(many ? PIPELINES : COPY.formatted(table))) {
            sql.setString(1, row);
            sql.setString(2, tenant);
            if (many) {
                sql.setInt(3, from);
                sql.setInt(4, to);
            }
            sql.execute();
        }
    }
}
