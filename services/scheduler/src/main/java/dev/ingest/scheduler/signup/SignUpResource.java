package dev.ingest.scheduler.signup;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.http.ProblemMappers;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sign-ups: anybody's to ask for, the operator's to decide. */
@Path("/api/v1/signups")
@RolesAllowed(Roles.OPERATOR)
public class SignUpResource {
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final int REASON_CHARACTERS_MAX = 500;

    /**
     * @param tenant the id of the tenant to make
     * @param name its name for people; the company's if it is not given
     */
    @Schema(name = "SignUpApproval")
    public record Approval(
            @Nullable String tenant, @Nullable String name) {}

    /** @param reason for the operator's own memory */
    @Schema(name = "SignUpRefusal")
    public record Refusal(@Nullable String reason) {}

    /**
     * @param id its id
     * @param company which company
     * @param name who
     * @param email where to answer
     * @param message what for; may be empty
     * @param status what was decided
     * @param requestedAt when it was asked for
     * @param decidedAt when it was decided
     * @param decidedBy by whom
     * @param reason why it was declined
     * @param tenant the tenant that it became
     */
    @Schema(name = "SignUp")
    public record View(
            String id,
            String company,
            String name,
            String email,
            String message,
            SignUp.Status status,
            Instant requestedAt,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy,
            Optional<String> reason,
            Optional<String> tenant) {
        static View of(SignUp row) {
            return new View(
                    row.id,
                    row.company,
                    row.contact,
                    row.email,
                    row.message,
                    row.status,
                    row.requestedAt,
                    Optional.ofNullable(row.decidedAt),
                    Optional.ofNullable(row.decidedBy),
                    Optional.ofNullable(row.reason),
                    Optional.ofNullable(row.onboardedAs));
        }
    }

    private final Caller caller;
    private final SignUps signUps;
    private final SignUpRates rates;

    SignUpResource(Caller caller, SignUps signUps, SignUpRates rates) {
        this.caller = caller;
        this.signUps = signUps;
        this.rates = rates;
    }

    /** Without a token. The answer to what is well-formed is always the same: it tells nobody who else has asked. */
    @POST
    @PermitAll
    public Uni<Response> ask(SignUpRequest body, @Context HttpServerRequest call) {
        SignUp asked = Body.required("body", body).checked();
        Optional<Duration> wait = rates.take(call);
        if (wait.isPresent()) {
            return Uni.createFrom().item(later(wait.get()));
        }
        return signUps.add(asked).replaceWith(Response.accepted().build());
    }

    private static Response later(Duration wait) {
        return Response.fromResponse(ProblemMappers.problem(
                        ErrorCode.RATE_LIMITED, "too many sign-ups from this address (expected: try again later)"))
                .header(HttpHeaders.RETRY_AFTER, wait.plusSeconds(1).toSeconds())
                .build();
    }

    @GET
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("status") @DefaultValue("PENDING") String status,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo here) {
        return signUps.newestFirst(status(status), Optional.ofNullable(before), Pages.toRead(limit))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "before", View::id));
    }

    private static SignUp.Status status(String text) {
        return Arrays.stream(SignUp.Status.values())
                .filter(status -> status.name().equals(text))
                .findFirst()
                .orElseThrow(() -> IngestException.invalid(
                        "status: '%s' (expected: PENDING, APPROVED or DECLINED)".formatted(text)));
    }

    /** Onboards the tenant. */
    @POST
    @Path("/{id}/approve")
    public Uni<View> approve(@PathParam("id") String id, Approval body) {
        String tenant =
                Names.tenant(Body.required("tenant", Body.required("body", body).tenant()));
        Optional<String> name =
                Optional.ofNullable(body.name()).map(text -> Body.text("name", text, NAME_CHARACTERS_MAX));
        return signUps.approve(id, caller.name(), tenant, name).map(View::of);
    }

    @POST
    @Path("/{id}/decline")
    public Uni<View> decline(@PathParam("id") String id, @Nullable Refusal body) {
        Optional<String> reason = Optional.ofNullable(body)
                .flatMap(given -> Optional.ofNullable(given.reason()))
                .map(text -> Body.text("reason", text, REASON_CHARACTERS_MAX));
        return signUps.decline(id, caller.name(), reason).map(View::of);
    }
}
