package dev.ingest.contracts.error;

/**
 * The body of every refusal, {@code application/problem+json}. Source: RFC 9457; {@code code} is our extension member.
 *
 * @param type {@code about:blank}: the code says it all
 * @param title the code in words
 * @param status the HTTP status
 * @param detail what is wrong, where, and what was expected
 * @param code stable, for programs
 */
public record Problem(String type, String title, int status, String detail, ErrorCode code) {
    /** The problem that a code and a message make. */
    public static Problem of(ErrorCode code, String detail) {
        return of(code.status(), code, detail);
    }

    /** The same for a status that has no code of its own, as 405 has none. */
    public static Problem of(int status, ErrorCode code, String detail) {
        String words = code.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        return new Problem("about:blank", words, status, detail, code);
    }
}
