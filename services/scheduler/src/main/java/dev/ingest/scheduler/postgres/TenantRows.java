package dev.ingest.scheduler.postgres;

import dev.ingest.contracts.error.IngestException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Transactions that say whose rows they work on. Everything that touches a row goes through here: a transaction that says
 * nothing sees nothing.
 */
@Singleton
public final class TenantRows {
    /** What no tenant can be called: reads across tenants, where a table allows it, and writes nothing. */
    private static final String EVERYONE = "*";

    /** What no tenant can be called either: sees no tenant's rows. */
    private static final String NOBODY = "";

    private static final int ROWS_TOGETHER = 100;

    private static final int ONE_BY_ONE = 1;

    /** Not as SQL: of each such query Hibernate keeps another plan, and compares it with all before. */
    private static final String WORK_AS = "select function('work_as' as Boolean, :tenant, :actor)";

    private final OneTrip trip;

    TenantRows(OneTrip trip) {
        this.trip = trip;
    }

    /**
     * Works on one tenant's rows in one transaction.
     *
     * @return what the work returns; fails with {@code NOT_FOUND} if there is no such tenant
     */
    public <T> Uni<T> of(String tenant, Supplier<Uni<T>> work) {
        return transaction(tenant, exists -> {
            if (!exists) {
                throw IngestException.notFound("tenant", tenant);
            }
            return work.get();
        });
    }

    /**
     * Works on one tenant's rows with one statement in one transaction, for which the database is asked once instead of four times. It
     * is a transaction of its own: what another one of the caller's has changed and not committed, it does not see.
     *
     * @param sql with {@code $1} and so on for the values
     * @return its rows; fails with {@code NOT_FOUND} if there is no such tenant
     */
    public Uni<RowSet<Row>> once(String tenant, String sql, Tuple values) {
        return trip.go(tenant, Actor.current(), sql, values);
    }

    /** Works on the rows of a tenant that this transaction itself may create. */
    public <T> Uni<T> ofNew(String tenant, Supplier<Uni<T>> work) {
        return transaction(tenant, exists -> work.get());
    }

    /** Reads rows of every tenant, of the tables whose migration says that they are readable across tenants. */
    public <T> Uni<T> readEveryones(Supplier<Uni<T>> work) {
        return transaction(EVERYONE, exists -> work.get());
    }

    /** Works on tables that are no tenant's. */
    public <T> Uni<T> ofNobody(Supplier<Uni<T>> work) {
        return transaction(NOBODY, session -> work.get());
    }

    /**
     * Makes rows, those of a kind together in one message to the database, with whatever else the transaction has changed. Within
     * the caller's transaction.
     *
     * <p>Everything else is written one by one, and so must be what is of a class with {@code DynamicUpdate} when several of it
     * have changed: {@link #write} first. Hibernate Reactive sends such a row, where rows go together, with the statement of the
     * row before it, whichever columns that had.
     */
    public static Uni<Void> insert(Collection<? extends TenantRow> made) {
        return Panache.getSession()
                .chain(session -> session.setBatchSize(ROWS_TOGETHER)
                        .persistAll(made.toArray())
                        .chain(session::flush)
                        .eventually(() -> session.setBatchSize(ONE_BY_ONE)));
    }

    /** Writes what the transaction has changed so far, one by one. */
    public static Uni<Void> write() {
        return Panache.getSession().chain(Mutiny.Session::flush);
    }

    private static <T> Uni<T> transaction(String tenant, Function<Boolean, Uni<? extends T>> work) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(WORK_AS, Boolean.class)
                        .setParameter("tenant", tenant)
                        .setParameter("actor", Actor.current())
                        .getSingleResult())
                .chain(work));
    }
}
