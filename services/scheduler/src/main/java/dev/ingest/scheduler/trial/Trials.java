package dev.ingest.scheduler.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.error.Problem;
import dev.ingest.contracts.trial.ConsentExchange;
import dev.ingest.contracts.trial.TrialRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the executor. Blocking. */
@Singleton
public final class Trials {
    private final ExecutorApi executor;
    private final ObjectMapper json;

    Trials(@RestClient ExecutorApi executor, ObjectMapper json) {
        this.executor = executor;
        this.json = json;
    }

    /** The executor's answer, JSON; its refusals are ours. */
    String ask(String what, TrialRequest request) {
        return asked(() -> executor.tried(what, request));
    }

    /**
     * What came of an exchange.
     *
     * @param keys what the credential has values for now
     * @param problem why it got none
     */
    public record Exchanged(List<String> keys, Optional<String> problem) {}

    /** Exchanges a consent's code; the tokens stay between the executor and the secret store. */
    public Exchanged exchange(ConsentExchange request) {
        JsonNode answer = parsed(asked(() -> executor.exchanged(request)));
        List<String> keys = new ArrayList<>();
        answer.path("keys").forEach(key -> keys.add(key.asText()));
        JsonNode problem = answer.path("problem").path("message");
        return new Exchanged(keys, problem.isTextual() ? Optional.of(problem.asText()) : Optional.empty());
    }

    private JsonNode parsed(String answer) {
        try {
            return json.readTree(answer);
        } catch (JsonProcessingException foreign) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the executor's answer is not JSON", foreign);
        }
    }

    private String asked(Supplier<String> call) {
        try {
            return call.get();
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
