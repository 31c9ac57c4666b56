package dev.ingest.scheduler.overview;

import dev.ingest.scheduler.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to know of a pipeline to say how it is.
 *
 * @param lastEnded how its last run that ended did, as it is stored
 * @param freshAt when its last run that brought rows ended
 * @param rowsToday rows that it brought today, in UTC
 */
record PipelineState(
        String name,
        String connector,
        String schedule,
        Optional<Instant> nextDue,
        Optional<String> pausedKind,
        boolean running,
        Optional<String> lastEnded,
        Optional<Instant> freshAt,
        long rowsToday) {
    /** Times as milliseconds: what type a driver makes of them is its own business. */
    private static final String OF_TENANT = """
            select p.name, p.connector, p.schedule, cast(extract(epoch from p.next_due) * 1000 as bigint), p.paused_kind,
              exists (select from run a where a.tenant = p.tenant and a.pipeline = p.name
                and a.status in ('QUEUED', 'RUNNING', 'WAITING_FOR_BUDGET')),
              (select e.status from run e where e.tenant = p.tenant and e.pipeline = p.name
                and e.status not in ('QUEUED', 'RUNNING', 'WAITING_FOR_BUDGET') order by e.id desc limit 1),
              (select cast(extract(epoch from g.finished_at) * 1000 as bigint) from run g where g.tenant = p.tenant
                and g.pipeline = p.name and g.status in ('SUCCEEDED', 'PARTLY_FAILED') order by g.id desc limit 1),
              coalesce((select cast(sum(u.rows) as bigint) from usage_day u where u.tenant = p.tenant and u.day = :day
                and u.pipeline = p.name), 0)
            from pipeline p where p.tenant = :tenant order by p.name""";

    static Uni<List<PipelineState>> ofTenant(String tenant, LocalDate day) {
        return Pipeline.getSession()
                .chain(session -> session.createNativeQuery(OF_TENANT, Object[].class)
                        .setParameter("tenant", tenant)
                        .setParameter("day", day)
                        .getResultList())
                .map(rows -> rows.stream().map(PipelineState::of).toList());
    }

    private static PipelineState of(@Nullable Object[] row) {
        return new PipelineState(
                String.valueOf(row[0]),
                String.valueOf(row[1]),
                String.valueOf(row[2]),
                moment(row[3]),
                text(row[4]),
                Boolean.TRUE.equals(row[5]),
                text(row[6]),
                moment(row[7]),
                row[8] instanceof Number rows ? rows.longValue() : 0);
    }

    private static Optional<String> text(@Nullable Object cell) {
        return Optional.ofNullable(cell).map(String::valueOf);
    }

    private static Optional<Instant> moment(@Nullable Object cell) {
        return cell instanceof Number millis ? Optional.of(Instant.ofEpochMilli(millis.longValue())) : Optional.empty();
    }
}
