package dev.ingest.scheduler.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transaction whose statements are sent at once is held by row-level security, and is one transaction. */
@SchedulerTest
class OneTripTest {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final String TENANTS = "select distinct tenant from pipeline";

    @Inject
    TenantRows rows;

    @Test
    void statementThatNamesNoTenantSeesItsTenantsRowsAlone() {
        Shop.open("trip-own", Shop.ITEMS);
        Shop.open("trip-other", Shop.ITEMS);

        assertThat(tenants("trip-own")).containsExactly("trip-own");
        assertThat(tenants("trip-other")).containsExactly("trip-other");
    }

    @Test
    void tenantThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> tenants("trip-nobody"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("trip-nobody");
    }

    @Test
    void statementThatFailsLeavesNothingAndAConnectionThatWorks() {
        Shop.open("trip-failing", Shop.ITEMS);

        assertThatThrownBy(
                        () -> ask(
                                "trip-failing",
                                "with changed as (update pipeline set waits = true returning name) select 1 / (count(*) - 1) from changed"))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("division by zero");

        assertThat(ask("trip-failing", "select waits from pipeline").getFirst().getBoolean(0))
                .isFalse();
    }

    private List<String> tenants(String tenant) {
        return ask(tenant, TENANTS).stream().map(row -> row.getString(0)).toList();
    }

    private List<Row> ask(String tenant, String sql) {
        List<Row> found = new ArrayList<>();
        rows.once(tenant, sql, Tuple.tuple()).await().atMost(WAIT_MAX).forEach(found::add);
        return found;
    }
}
