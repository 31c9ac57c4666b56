package dev.ingest.scheduler.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.error.Problem;
import dev.ingest.contracts.trial.TrialRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the executor. Blocking. */
@Singleton
final class Trials {
    private final ExecutorApi executor;
    private final ObjectMapper json;

    Trials(@RestClient ExecutorApi executor, ObjectMapper json) {
        this.executor = executor;
        this.json = json;
    }

    /** The executor's answer, JSON; its refusals are ours. */
    String ask(String what, TrialRequest request) {
        try {
            return executor.tried(what, request);
        } catch (ClientErrorException refused) {
            throw passedOn(refused);
        } catch (WebApplicationException | ProcessingException | FaultToleranceException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the executor cannot try the connector now", away);
        }
    }

    private IngestException passedOn(ClientErrorException refused) {
        String body = refused.getResponse().readEntity(String.class);
        try {
            Problem problem = json.readValue(body, Problem.class);
            return new IngestException(problem.code(), problem.detail(), refused);
        } catch (JsonProcessingException foreign) {
            return new IngestException(
                    ErrorCode.UNAVAILABLE,
                    "the executor answered %d".formatted(refused.getResponse().getStatus()),
                    foreign);
        }
    }
}
