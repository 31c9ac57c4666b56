package dev.ingest.connector.http;

import dev.ingest.connector.manifest.ErrorHandler.Action;
import dev.ingest.connector.manifest.ErrorHandler.FailureType;
import dev.ingest.expression.Value;

/** Says why a request failed for good, and who can help. */
final class Failures {
    private static final int QUOTED_MAX = 300;

    private Failures() {}

    static ReadException of(ApiRequest request, Outcome outcome, int attempts, Redactor redactor) {
        int status = outcome.status();
        ReadException.Kind kind = kind(status, outcome.verdict());
        Value body = outcome.response().map(ApiResponse::json).orElse(Value.NONE);
        String said = outcome.verdict().message().orElseGet(() -> ErrorRules.errorText(body));
        String quoted = said.isEmpty() ? "" : ": " + redactor.quote(said, QUOTED_MAX);
        String tries = attempts > 1 ? " after " + attempts + " tries" : "";
        return new ReadException(
                kind, request.describe() + " " + outcome.problem() + tries + quoted + "; " + advice(kind, status));
    }

    private static ReadException.Kind kind(int status, Verdict verdict) {
        if (status == 401 || status == 403) {
            return ReadException.Kind.AUTH;
        }
        if (status == 429 || verdict.action() == Action.RATE_LIMITED) {
            return ReadException.Kind.RATE_LIMIT;
        }
        if (verdict.failureType().isPresent()) {
            return verdict.failureType().get() == FailureType.TRANSIENT_ERROR
                    ? ReadException.Kind.TRANSIENT
                    : ReadException.Kind.CONFIG;
        }
        boolean retried = verdict.action() != Action.FAIL;
        return retried || status >= 500 || status == 408 ? ReadException.Kind.TRANSIENT : ReadException.Kind.CONFIG;
    }

    private static String advice(ReadException.Kind kind, int status) {
        return switch (kind) {
            case AUTH ->
                status == 403
                        ? "the credential lacks a permission for this address: grant it, or disable the stream"
                        : "the credential is refused: check or renew it";
            case RATE_LIMIT -> "the API limits the rate: run less often, or ask for a higher limit";
            case TRANSIENT -> "the API or the way to it is out of order: it will be tried again";
            case CONFIG -> "check the address and parameters in the manifest and the configuration";
        };
    }
}
