package dev.ingest.scheduler.billing;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import dev.ingest.scheduler.postgres.TenantRow;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What a tenant pays by, from a month on. */
@Entity
@Table(name = "tenant_plan")
public class TenantPlan extends TenantRow {
    /** {@code yyyy-MM}, whose order is that of time. */
    @Column(name = "from_month")
    public String fromMonth;

    /** The price plan's name. */
    @Column
    public String name;

    /** Its terms as they were then. */
    @Column
    @Convert(converter = TermsColumn.class)
    public Terms terms;

    /** A price plan's terms. */
    @Converter
    public static final class TermsColumn extends JsonColumn<Terms> {
        public TermsColumn() {
            super(new TypeReference<>() {});
        }
    }

    /** What that month is paid by. */
    static Uni<Optional<TenantPlan>> of(String tenant, YearMonth month) {
        return TenantPlan.<TenantPlan>find(
                        "tenant = ?1 and fromMonth <= ?2 order by fromMonth desc", tenant, month.toString())
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<Optional<TenantPlan>> from(String tenant, YearMonth month) {
        return TenantPlan.<TenantPlan>find("tenant = ?1 and fromMonth = ?2", tenant, month.toString())
                .firstResult()
                .map(Optional::ofNullable);
    }

    static Uni<List<TenantPlan>> ofTenant(String tenant) {
        return list("tenant = ?1 order by fromMonth", tenant);
    }
}
