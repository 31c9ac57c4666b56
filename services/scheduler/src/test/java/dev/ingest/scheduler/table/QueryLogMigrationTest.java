package dev.ingest.scheduler.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.testkit.Database;
import dev.ingest.testkit.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Tenants that were there before a query log might lack a query's text and duration get the same table as new ones. */
class QueryLogMigrationTest {
    private final Database database = LocalStack.shared().newDatabase("migration");

    @Test
    void tableOfATenantThatIsThereTakesRecordsThatTellLess() throws SQLException {
        migrate("8");
        write("""
                select set_config('ingest.tenant', 'old', false);
                insert into tenant (tenant, name, created_at, egress) values ('old', 'old', now(), '[]');
                insert into destination (id, tenant, name, kind, properties) values ('d', 'old', 'managed', 'managed', '{}');
                insert into lake_table (id, tenant, namespace, name, owner_kind, owner, destination, columns, key, merge,
                  format_version, rejected) values
                ('1', 'old', 'query_log', 'queries', 'BUILT_IN', 'query log', 'managed',
                 '[{"name":"query","type":"string","required":true,"personal":false},{"name":"query_state","required":true},{"name":"duration_ms","required":true}]',
                 '[]', 'UPSERT', 2, 0),
                ('2', 'old', 'own', 'queries', 'SOURCE', 'mine', 'managed', '[{"name":"query","required":true}]',
                 '[]', 'UPSERT', 2, 0);""");

        migrate("latest");

        assertThat(columns("1")).isEqualTo("query:false,query_state:true,duration_ms:false");
        assertThat(columns("2")).isEqualTo("query:true");
    }

    private void migrate(String target) {
        var _ = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.ownerUser(), database.ownerPassword())
                .placeholders(Map.of("app", database.appUser()))
                .target(target)
                .load()
                .migrate();
    }

    private void write(String sql) throws SQLException {
        try (Connection owner = connect();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private String columns(String id) throws SQLException {
        try (Connection owner = connect();
                Statement statement = owner.createStatement()) {
            statement.execute("select set_config('ingest.tenant', 'old', false)");
            ResultSet row = statement.executeQuery("""
                    select string_agg((col ->> 'name') || ':' || (col ->> 'required'), ',' order by place)
                    from lake_table, json_array_elements(columns::json) with ordinality as each_column (col, place)
                    where id = '%s'""".formatted(id));
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }
}
