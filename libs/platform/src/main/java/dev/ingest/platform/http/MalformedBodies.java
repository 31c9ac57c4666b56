package dev.ingest.platform.http;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.ingest.contracts.error.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** JSON of the wrong shape. The framework has an answer of its own for this very class, which says nothing. */
public final class MalformedBodies {
    @ServerExceptionMapper
    public Response misshaped(MismatchedInputException misshaped) {
        String path = misshaped.getPath().stream().map(MalformedBodies::step).collect(Collectors.joining("."));
        return ProblemMappers.problem(
                ErrorCode.INVALID_ARGUMENT,
                "%s: %s".formatted(path.isEmpty() ? "body" : path, misshaped.getOriginalMessage()));
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName();
    }
}
