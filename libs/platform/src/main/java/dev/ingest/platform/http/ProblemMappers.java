package dev.ingest.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.error.InvalidNameException;
import dev.ingest.contracts.error.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place that turns exceptions into responses. */
public final class ProblemMappers {
    /** RFC 9457. */
    public static final String PROBLEM_JSON = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response refused(IngestException refused) {
        if (refused.code() == ErrorCode.INTERNAL) {
            LOG.error("internal error told to a caller", refused);
        }
        return problem(refused.code(), String.valueOf(refused.getMessage()));
    }

    @ServerExceptionMapper
    public Response malformed(JacksonException malformed) {
        return problem(ErrorCode.INVALID_ARGUMENT, "body: " + JsonFaults.of(malformed));
    }

    /** JSON of the wrong shape. The framework has an answer of its own for this very class, which says nothing. */
    @ServerExceptionMapper
    public Response misshaped(MismatchedInputException misshaped) {
        String path = misshaped.getPath().stream().map(ProblemMappers::step).collect(Collectors.joining());
        return problem(
                ErrorCode.INVALID_ARGUMENT,
                "%s: %s".formatted(path.isEmpty() ? "body" : path.replaceFirst("^\\.", ""), JsonFaults.of(misshaped)));
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? "[%d]".formatted(step.getIndex()) : "." + step.getFieldName();
    }

    @ServerExceptionMapper
    public Response misnamed(InvalidNameException invalid) {
        return problem(ErrorCode.INVALID_ARGUMENT, String.valueOf(invalid.getMessage()));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unknown(SecurityException unknown) {
        LOG.debugf("refused: cause=%s", unknown.getMessage());
        Response problem = problem(ErrorCode.UNAUTHENTICATED, "a valid token is required");
        return Response.fromResponse(problem)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException forbidden) {
        LOG.debugf("refused: cause=%s", forbidden.getMessage());
        return problem(ErrorCode.PERMISSION_DENIED, "the token's roles do not allow this");
    }

    /** What the framework refuses: unknown paths, methods and media types. A response that says more is left as it is. */
    @ServerExceptionMapper
    public Response refusedByFramework(WebApplicationException refused, UriInfo called) {
        Response response = refused.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        int status = response.getStatus();
        if (refused.getCause() instanceof NumberFormatException unfit) {
            return problem(ErrorCode.INVALID_ARGUMENT, Parameters.unfit(called, unfit));
        }
        if (refused.getCause() instanceof JacksonException malformed) {
            return malformed(malformed);
        }
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.status() == status)
                .findFirst()
                .orElse(status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL);
        Problem problem = Problem.of(status, code, String.valueOf(refused.getMessage()));
        return Response.status(status).type(PROBLEM_JSON).entity(problem).build();
    }

    /** Clients of the database fail with what is no exception, too. */
    @ServerExceptionMapper
    public Response unexpected(Throwable unexpected) {
        LOG.error("unexpected failure of a call", unexpected);
        return problem(ErrorCode.INTERNAL, "internal error; the service's log has the cause");
    }

    /** A problem document as a response. */
    public static Response problem(ErrorCode code, String detail) {
        return Response.status(code.status())
                .type(PROBLEM_JSON)
                .entity(Problem.of(code, detail))
                .build();
    }
}
