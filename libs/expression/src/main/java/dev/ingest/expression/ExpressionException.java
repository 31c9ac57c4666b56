package dev.ingest.expression;

/** The only exception of this module. The message never contains the template's data, only its text and positions. */
public final class ExpressionException extends RuntimeException {
    /** What went wrong, so that a caller can treat Python's error classes differently. */
    public enum Kind {
        /** The text is not a template of this language (found when compiling). */
        SYNTAX,
        /** A missing name or attribute was used. */
        UNDEFINED,
        /** An operation on a value of the wrong type. */
        TYPE,
        /** A value of the right type that makes no sense: a date that does not parse, a division by zero. */
        VALUE,
        /** A limit on steps, depth or output was reached. */
        LIMIT
    }

    private final Kind kind;
    private final int position;

    ExpressionException(Kind kind, String message, int position) {
        super(position < 0 ? message : message + " (at character " + (position + 1) + ")");
        this.kind = kind;
        this.position = position;
    }

    public Kind kind() {
        return kind;
    }

    /** Zero-based index of the character in the template, or -1 where none applies. */
    public int position() {
        return position;
    }

    static ExpressionException syntax(String message, int position) {
        return new ExpressionException(Kind.SYNTAX, message, position);
    }

    static ExpressionException undefined(String path) {
        return new ExpressionException(Kind.UNDEFINED, "'" + path + "' is undefined", -1);
    }

    static ExpressionException type(String message) {
        return new ExpressionException(Kind.TYPE, message, -1);
    }

    static ExpressionException value(String message) {
        return new ExpressionException(Kind.VALUE, message, -1);
    }

    static ExpressionException value(String message, Throwable cause) {
        ExpressionException exception = value(message);
        exception.initCause(cause);
        return exception;
    }

    static ExpressionException limit(String message, Throwable cause) {
        ExpressionException exception = limit(message);
        exception.initCause(cause);
        return exception;
    }

    static ExpressionException limit(String message) {
        return new ExpressionException(Kind.LIMIT, message, -1);
    }
}
