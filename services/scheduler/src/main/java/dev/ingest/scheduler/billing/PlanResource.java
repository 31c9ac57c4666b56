package dev.ingest.scheduler.billing;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The operator's price lists. A tenant pays by the terms that a list had when it was given to them. */
@Path("/api/v1/plans")
@RolesAllowed(Roles.OPERATOR)
public class PlanResource {
    private static final int TIERS_MAX = 20;

    /**
     * @param currency ISO 4217
     * @param monthly what a month costs before anything is used, or none for nothing
     * @param freeGb what a month includes, or none for nothing
     * @param tiers what comes beyond that; the last one has no end
     */
    @Schema(name = "PricePlanRequest")
    public record Request(
            @Nullable String currency,
            @Nullable BigDecimal monthly,
            @Nullable BigDecimal freeGb,
            @Nullable List<@Nullable TierRequest> tiers) {
        Terms terms() {
            return new Terms(
                            Body.required("currency", currency),
                            Objects.requireNonNullElse(monthly, BigDecimal.ZERO),
                            Objects.requireNonNullElse(freeGb, BigDecimal.ZERO),
                            Body.list("tiers", tiers, TIERS_MAX).stream()
                                    .map(TierRequest::tier)
                                    .toList())
                    .checked();
        }
    }

    /**
     * @param upToGb where it ends, counted from the first gigabyte that is not free
     * @param perGb what a gigabyte of it costs
     */
    public record TierRequest(
            @Nullable BigDecimal upToGb, @Nullable BigDecimal perGb) {
        Terms.Tier tier() {
            return new Terms.Tier(Optional.ofNullable(upToGb), Body.required("tiers.perGb", perGb));
        }
    }

    /**
     * @param name its name
     * @param terms what it says
     */
    @Schema(name = "PricePlan")
    public record View(String name, Terms terms) {}

    private final TenantRows rows;

    PlanResource(TenantRows rows) {
        this.rows = rows;
    }

    @PUT
    @Path("/{name}")
    public Uni<View> put(@PathParam("name") String name, Request body) {
        String known = Names.resource("plan", name);
        Terms terms = Body.required("body", body).terms();
        return rows.ofNobody(() -> PricePlan.named(known).chain(found -> {
            PricePlan row = found.orElseGet(PricePlan::new);
            row.name = known;
            row.terms = terms;
            return row.persistAndFlush().replaceWith(new View(known, terms));
        }));
    }

    @GET
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        int max = Pages.toRead(limit);
        return rows.ofNobody(() -> PricePlan.byName(after, max))
                .map(found -> Pages.of(
                        found.stream().map(row -> new View(row.name, row.terms)).toList(),
                        limit,
                        here,
                        "after",
                        View::name));
    }
}
