package dev.ingest.scheduler.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.SchedulerTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As the role that the service logs in as, on every table that has a tenant column, whoever adds one. */
@SchedulerTest
class RowLevelSecurityTest {
    private static final String TABLES = """
            select c.relname, c.relrowsecurity and c.relforcerowsecurity, pg_get_userbyid(c.relowner) <> current_user
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind in ('r', 'p') and a.attname = 'tenant' and c.relnamespace = 'public'::regnamespace
            order by c.relname""";
    private static final List<String> READABLE_ACROSS_TENANTS = List.of(
            "access_token",
            "member",
            "notification_delivery",
            "notification_target",
            "pipeline",
            "run",
            "slice",
            "table_upkeep",
            "tenant",
            "usage_day");

    @Inject
    AppDatabase database;

    @BeforeEach
    void someRows() {
        if (Api.as("operator").get("/api/v1/tenants").text().contains("\"rls-one\"")) {
            return;
        }
        for (String tenant : List.of("rls-one", "rls-two")) {
            Api.tenant(tenant);
        }
    }

    @Test
    void everyTableWithATenantIsIsolatedAndNotOurs() throws SQLException {
        try (Connection app = database.connect();
                ResultSet tables = app.createStatement().executeQuery(TABLES)) {
            int found = 0;
            while (tables.next()) {
                found++;
                assertThat(tables.getBoolean(2))
                        .as("%s is isolated", tables.getString(1))
                        .isTrue();
                assertThat(tables.getBoolean(3))
                        .as("%s has another owner", tables.getString(1))
                        .isTrue();
            }
            assertThat(found).isGreaterThanOrEqualTo(15);
        }
    }

    /** Row-level security does not hold for a superuser, nor for a role that may bypass it. */
    @Test
    void serviceLogsInAsARoleThatRowLevelSecurityHoldsFor() throws SQLException {
        try (Connection app = database.connect()) {
            assertThat(count(app, """
                    select count(*) from pg_roles where rolname = current_user
                    and not rolsuper and not rolbypassrls and not rolcreaterole""")).isEqualTo(1);
        }
    }

    @Test
    void withoutATenantNoRowIsThere() throws SQLException {
        try (Connection app = database.connect()) {
            for (String table : tables(app)) {
                assertThat(count(app, "select count(*) from " + table))
                        .as(table)
                        .isZero();
            }
        }
    }

    @Test
    void anotherTenantsRowsAreNotThere() throws SQLException {
        try (Connection app = database.connect()) {
            app.setAutoCommit(false);
            for (String table : tables(app)) {
                AppDatabase.actAs(app, "rls-two");
                assertThat(count(app, "select count(*) from %s where tenant <> 'rls-two'".formatted(table)))
                        .as(table)
                        .isZero();
                assertThat(changed(app, "delete from %s where tenant = 'rls-one'".formatted(table)))
                        .as(table)
                        .isZero();
                app.rollback();
            }
            AppDatabase.actAs(app, "rls-one");
            assertThat(count(app, "select count(*) from destination")).isEqualTo(1);
        }
    }

    @Test
    void rowsCannotBePutIntoAnotherTenant() throws SQLException {
        try (Connection app = database.connect()) {
            for (String table : tables(app)) {
                assertThatThrownBy(() -> insertFor(app, table, "rls-two", "rls-one"))
                        .as(table)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("row-level security policy for table \"%s\"".formatted(table));
            }
        }
    }

    @Test
    void acrossTenantsOnlySomeTablesAreReadableAndNoneIsWritable() throws SQLException {
        try (Connection app = database.connect()) {
            app.setAutoCommit(false);
            for (String table : tables(app)) {
                AppDatabase.actAs(app, "*");
                long visible = count(app, "select count(*) from " + table);
                if (!READABLE_ACROSS_TENANTS.contains(table)) {
                    assertThat(visible).as(table).isZero();
                }
                assertThat(changed(app, "delete from " + table)).as(table).isZero();
                app.rollback();
                assertThatThrownBy(() -> insertFor(app, table, "*", "rls-one"))
                        .as(table)
                        .hasMessageContaining("row-level security policy");
            }
            AppDatabase.actAs(app, "*");
            assertThat(count(app, "select count(*) from tenant where tenant in ('rls-one', 'rls-two')"))
                    .isEqualTo(2);
        }
    }

    @Test
    void tenantSettingEndsWithItsTransaction() throws SQLException {
        try (Connection app = database.connect()) {
            app.setAutoCommit(false);
            AppDatabase.actAs(app, "rls-one");
            assertThat(count(app, "select count(*) from destination")).isEqualTo(1);
            app.commit();

            assertThat(count(app, "select count(*) from destination")).isZero();
        }
    }

    private static List<String> tables(Connection app) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = app.createStatement().executeQuery(TABLES)) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        app.createStatement().execute("commit");
        return names;
    }

    /** Row-level security is checked before any other constraint of the row, so the other columns do not matter. */
    private static void insertFor(Connection app, String table, String actor, String tenant) throws SQLException {
        app.setAutoCommit(false);
        try (Statement statement = app.createStatement()) {
            AppDatabase.actAs(app, actor);
            statement.execute("insert into %s (tenant) values ('%s')".formatted(table, tenant));
        } finally {
            app.rollback();
        }
    }

    private static long count(Connection app, String sql) throws SQLException {
        try (ResultSet rows = app.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static int changed(Connection app, String sql) throws SQLException {
        try (Statement statement = app.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
