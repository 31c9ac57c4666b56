package dev.ingest.scheduler.billing;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;

/**
 * What a tenant used on a day.
 *
 * @param day in UTC
 * @param rows of all tables
 * @param bytes as they arrived
 */
public record UsageOfDay(LocalDate day, long rows, long bytes) {
    private static final String SINCE =
            "select day, sum(rows), sum(bytes) from UsageDay where tenant = ?1 and day >= ?2 group by day order by day";

    /** The days that had any, the oldest first. Within the caller's transaction. */
    public static Uni<List<UsageOfDay>> since(String tenant, LocalDate first) {
        return UsageDay.getSession()
                .chain(session -> session.createQuery(SINCE, UsageOfDay.class)
                        .setParameter(1, tenant)
                        .setParameter(2, first)
                        .getResultList());
    }
}
