package dev.ingest.scheduler.billing;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tenant used of a table on a day, by a pipeline or by pushing. */
@Entity
@Table(name = "usage_day")
public class UsageDay extends TenantRow {
    /** In UTC. */
    @Column
    public LocalDate day;

    @Column
    public String namespace;

    @Column(name = "table_name")
    public String tableName;

    @Column
    public @Nullable String pipeline;

    @Column
    public long rows;

    @Column
    public long bytes;

    @Column
    public long files;

    @Column
    public long commits;

    /** Counts what was heard of it. */
    @Column
    public long revision;

    /** What others were told of. */
    @Column(name = "told_revision")
    public long toldRevision;

    static Uni<List<UsageDay>> between(String tenant, LocalDate from, LocalDate to) {
        return list(
                "tenant = ?1 and day >= ?2 and day <= ?3 order by day, namespace, tableName, pipeline",
                tenant,
                from,
                to);
    }

    static Uni<Long> bytes(String tenant, YearMonth month) {
        return find(
                        "select coalesce(sum(bytes), 0) from UsageDay where tenant = ?1 and day >= ?2 and day <= ?3",
                        tenant,
                        month.atDay(1),
                        month.atEndOfMonth())
                .project(Long.class)
                .singleResult();
    }

    /** Days that are over, and of which others do not know all. */
    static Uni<List<UsageDay>> untold(String tenant, LocalDate before, int max) {
        return UsageDay.<UsageDay>find(
                        "tenant = ?1 and day < ?2 and toldRevision < revision order by day, id", tenant, before)
                .page(0, max)
                .list();
    }

    UsageBilled told() {
        TableRef table = new TableRef(namespace, tableName);
        return new UsageBilled(
                "%s/%s/%s/%d".formatted(table.key(tenant), pipeline == null ? "" : pipeline, day, revision),
                tenant,
                day,
                table,
                Optional.ofNullable(pipeline),
                rows,
                bytes,
                files,
                commits,
                revision);
    }
}
