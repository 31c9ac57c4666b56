package dev.ingest.scheduler.billing;

import dev.ingest.contracts.error.IngestException;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** One of the operator's price lists. */
@Entity
@Table(name = "price_plan")
public class PricePlan extends PanacheEntityBase {
    @Id
    public String name;

    @Column
    @Convert(converter = TenantPlan.TermsColumn.class)
    public Terms terms;

    static Uni<Optional<PricePlan>> named(String name) {
        return PricePlan.<PricePlan>findById(name).map(Optional::ofNullable);
    }

    static Uni<PricePlan> required(String name) {
        return named(name).map(found -> found.orElseThrow(() -> IngestException.notFound("price plan", name)));
    }

    static Uni<List<PricePlan>> byName(String after, int max) {
        return PricePlan.<PricePlan>find("name > ?1 order by name", after)
                .page(0, max)
                .list();
    }
}
