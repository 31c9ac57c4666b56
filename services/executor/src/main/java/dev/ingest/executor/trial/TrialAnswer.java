package dev.ingest.executor.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.connector.http.ReadException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a trial. Holds no secret. */
sealed interface TrialAnswer {
    /** Why it did not work, in words that say what to change. */
    @RegisterForReflection
    record Problem(ReadException.Kind kind, String message) {}

    /**
     * @param succeeded whether the API took the configuration
     * @param problem why not
     */
    @RegisterForReflection
    record Check(boolean succeeded, Optional<Problem> problem) implements TrialAnswer {}

    /**
     * @param keys what the credential has values for now
     * @param problem why it got none
     */
    @RegisterForReflection
    record Consent(List<String> keys, Optional<Problem> problem) implements TrialAnswer {}

    /**
     * @param streams what can be fetched
     * @param problem why there are none
     */
    @RegisterForReflection
    record Discovery(List<Stream> streams, Optional<Problem> problem) implements TrialAnswer {}

    /**
     * @param name the stream's name
     * @param key its primary key
     * @param cursor its cursor field
     * @param incremental whether it can continue from a checkpoint
     * @param schema JSON schema of its records; of a stream without one it is inferred if the stream was asked for by name
     */
    @RegisterForReflection
    record Stream(
            String name,
            List<String> key,
            Optional<String> cursor,
            boolean incremental,
            Map<String, @Nullable Object> schema) {}

    /**
     * @param records as they would travel, personal columns hidden
     * @param masked names of the columns that are hidden
     * @param more whether there were more than asked for
     * @param oversized of each record that was met and is too large to be read, how large it is: a run makes it a dead letter
     * @param problem why there are no more
     */
    @RegisterForReflection
    record Records(
            List<JsonNode> records,
            List<String> masked,
            boolean more,
            List<String> oversized,
            Optional<Problem> problem)
            implements TrialAnswer {}
}
