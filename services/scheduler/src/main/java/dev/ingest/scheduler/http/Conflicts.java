package dev.ingest.scheduler.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.platform.http.ProblemMappers;
import jakarta.ws.rs.core.Response;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Two calls at the same time: the database let one of them through. */
public final class Conflicts {
    @ServerExceptionMapper
    public Response lost(ConstraintViolationException lost) {
        return ProblemMappers.problem(
                ErrorCode.CONFLICT,
                "another call changed this at the same time (%s): read it and try again"
                        .formatted(lost.getConstraintName()));
    }
}
