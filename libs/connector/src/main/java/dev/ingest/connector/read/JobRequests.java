package dev.ingest.connector.read;

import dev.ingest.connector.decode.DecodeException;
import dev.ingest.connector.decode.Utf8;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ApiResponse;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.Extractor;
import dev.ingest.connector.manifest.Requester;
import dev.ingest.connector.manifest.Retriever.AsyncRetriever;
import dev.ingest.connector.manifest.Retriever.JobStatus;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests about one job: all but its downloads. */
final class JobRequests {
    private static final Value HEADERS = Value.of("headers");

    private final ApiClient client;
    private final AsyncRetriever retriever;
    private final Scope scope;

    JobRequests(ApiClient client, AsyncRetriever retriever, Scope scope) {
        this.client = client;
        this.retriever = retriever;
        this.scope = scope;
    }

    /** How far a job is, with the answer that says so. */
    record Polled(JobStatus status, ApiResponse response, Value context) {}

    /** Gives what templates see as {@code creation_response}. */
    Value create() {
        return context(send(retriever.creation(), scope));
    }

    Polled poll(Job job) {
        Scope seen = scope(job);
        ApiResponse response = send(retriever.polling(), seen);
        String word = extracted(response, retriever.status(), seen).stream()
                .findFirst()
                .map(Python::str)
                .orElse("None");
        JobStatus status = retriever.statuses().get(word);
        if (status == null) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    retriever.manifestPath() + ".status_mapping: has no meaning for the API's status '" + word
                            + "' (expected one of " + retriever.statuses().keySet() + ")");
        }
        return new Polled(status, response, context(response));
    }

    /** What to download; one nameless thing where the manifest does not say. */
    List<Value> targets(Polled polled) {
        if (retriever.targets().isEmpty()) {
            return List.of(Value.EMPTY);
        }
        Scope seen = scope.with("polling_response", polled.context());
        ApiResponse named = retriever
                .targetRequester()
                .map(requester -> send(requester, seen))
                .orElse(polled.response());
        return extracted(named, retriever.targets().get(), seen);
    }

    void abort(Job job) {
        retriever.abort().ifPresent(requester -> send(requester, scope(job)));
    }

    void delete(Job job) {
        retriever.delete().ifPresent(requester -> send(requester, scope(job)));
    }

    private Scope scope(Job job) {
        return with(scope, Map.of("creation_response", job.created().orElseGet(Value::emptyDict)));
    }

    Scope download(Job job, Polled polled, Value target) {
        Map<String, Value> known = new LinkedHashMap<>();
        known.put("download_target", target);
        known.put("creation_response", job.created().orElseGet(Value::emptyDict));
        known.put("polling_response", polled.context());
        return with(scope, known);
    }

    /** Names that are also extra fields of the slice. */
    private static Scope with(Scope scope, Map<String, Value> names) {
        Map<Value, Value> slice = new LinkedHashMap<>(scope.slice().entries());
        Map<Value, Value> extra = slice.get(Value.of("extra_fields")) instanceof Value.Dict(var given)
                ? new LinkedHashMap<>(given)
                : new LinkedHashMap<>();
        names.forEach((name, value) -> extra.put(Value.of(name), value));
        slice.put(Value.of("extra_fields"), new Value.Dict(extra));
        Scope extended = scope.with("stream_slice", new Value.Dict(slice));
        for (Map.Entry<String, Value> each : names.entrySet()) {
            extended = extended.with(each.getKey(), each.getValue());
        }
        return extended;
    }

    private ApiResponse send(Requester requester, Scope seen) {
        return client.fetch(requester, seen, List.of(), Optional.empty());
    }

    private List<Value> extracted(ApiResponse response, Extractor extractor, Scope seen) {
        List<Value> values = new ArrayList<>();
        new PageReader(client, retriever.polling(), retriever.decoder(), extractor)
                .read(response, seen, (piece, number) -> values.add(piece.value()));
        return values;
    }

    private static ReadException unreadable(ApiResponse response, String problem, Exception invalid) {
        return new ReadException(
                ReadException.Kind.TRANSIENT,
                response.request() + " answered with a body that " + problem + " (expected a job in JSON)",
                invalid);
    }

    private static Value context(ApiResponse response) {
        try {
            Utf8.check(response.utf8());
            if (JsonDocument.value(response.utf8()) instanceof Value.Dict body) {
                body.entries().putIfAbsent(HEADERS, response.headerValues());
                return body;
            }
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    response.request() + " answered with no object (expected a job in JSON)");
        } catch (JsonSyntaxException invalid) {
            throw unreadable(response, invalid.problem(), invalid);
        } catch (DecodeException invalid) {
            throw unreadable(response, invalid.problem(), invalid);
        }
    }
}
