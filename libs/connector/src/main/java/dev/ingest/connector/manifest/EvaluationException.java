package dev.ingest.connector.manifest;

import dev.ingest.expression.ExpressionException;

/** A template that compiled, and failed on the values it met. The message names the template's path. */
public final class EvaluationException extends RuntimeException {
    private final ExpressionException.Kind kind;

    EvaluationException(String path, ExpressionException cause) {
        super(path + ": " + cause.getMessage(), cause);
        this.kind = cause.kind();
    }

    public ExpressionException.Kind kind() {
        return kind;
    }
}
