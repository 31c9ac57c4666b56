package dev.ingest.scheduler.postgres;

import dev.ingest.contracts.error.IngestException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * A transaction of one statement whose parts are sent one behind the other without waiting for an answer. The database works them off
 * in this order: if one fails, the later ones do nothing, and the last one takes back what was done.
 *
 * <p>Each value's type has to follow from the statement ({@code $1::timestamptz} where it is computed with): otherwise the driver
 * prepares it a second time, in a transaction that has failed by then, and says only that.
 */
@Singleton
final class OneTrip {
    private static final String WORK_AS = "select work_as($1, $2)";

    private final Pool pool;

    OneTrip(Pool pool) {
        this.pool = pool;
    }

    Uni<RowSet<Row>> go(String tenant, String actor, String sql, Tuple values) {
        return Uni.createFrom()
                .deferred(() -> UniHelper.toUni(
                        pool.withConnection(connection -> sent(connection, tenant, actor, sql, values))));
    }

    private static Future<RowSet<Row>> sent(
            SqlConnection connection, String tenant, String actor, String sql, Tuple values) {
        var begun = connection.query("begin").execute();
        var tenants = connection.preparedQuery(WORK_AS).execute(Tuple.of(tenant, actor));
        var done = connection.preparedQuery(sql).execute(values);
        var ended = connection.query("commit").execute();
        // the connection is not given back before the last answer
        return Future.join(begun, tenants, done, ended).map(all -> {
            if (!tenants.result().iterator().next().getBoolean(0)) {
                throw IngestException.notFound("tenant", tenant);
            }
            return done.result();
        });
    }
}
