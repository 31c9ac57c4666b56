package dev.ingest.scheduler.table;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.scheduler.alert.Alert;
import dev.ingest.scheduler.alert.Alerts;
import dev.ingest.scheduler.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Tells the tenant of tables that cannot be committed. Within the transaction of the fact. */
@Singleton
public final class WaitingTables {
    private final Alerts alerts;

    WaitingTables(Alerts alerts) {
        this.alerts = alerts;
    }

    /** The table's records wait. */
    public Uni<Void> parked(TableParked fact) {
        return Tenant.required(fact.tenant())
                .chain(tenant -> alerts.raise(
                        fact.tenant(), Alert.Kind.TABLE_PARKED, fact.table().toString(), news(fact)));
    }

    private static Alerts.News news(TableParked fact) {
        return new Alerts.News(
                "table '%s' cannot be written, its records wait: %s".formatted(fact.table(), fact.reason()),
                action(fact.kind()),
                "/api/v1/tables");
    }

    /** Nothing of the table waits any more. */
    public Uni<Void> caughtUp(TableCaughtUp fact) {
        return alerts.resolve(
                fact.tenant(), Alert.Kind.TABLE_PARKED, fact.table().toString());
    }

    private static String action(SliceFailed.Kind kind) {
        return switch (kind) {
            case CONFIG ->
                "change what the message names, in the pipeline, the source or the destination; the records follow by themselves";
            case AUTH -> "paste the destination's credential again; the records follow by themselves";
            case RATE_LIMIT, TRANSIENT ->
                "see that the destination's catalog and store can be reached; the records follow by themselves";
        };
    }
}
