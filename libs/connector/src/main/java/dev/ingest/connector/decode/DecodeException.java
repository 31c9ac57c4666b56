package dev.ingest.connector.decode;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** A response that is not what its decoder reads; the message continues a sentence and quotes nothing of it. */
public final class DecodeException extends RuntimeException {
    private final boolean lasting;

    public DecodeException(String problem) {
        this(problem, false);
    }

    private DecodeException(String problem, boolean lasting) {
        super(problem);
        this.lasting = lasting;
    }

    public DecodeException(String problem, Throwable cause) {
        super(problem, cause);
        this.lasting = false;
    }

    private DecodeException(String problem, CharacterCodingException cause) {
        super(problem, cause);
        this.lasting = true;
    }

    static DecodeException wrongCharset(Charset charset, CharacterCodingException cause) {
        return new DecodeException(
                "is not " + charset.name()
                        + " (expected: the charset that the decoder's encoding or the content type names)",
                cause);
    }

    static DecodeException tooLarge(String what, long limit, String limitName) {
        return new DecodeException(
                "has " + what + " of more than " + limit + " bytes (limit: " + limitName + ")", true);
    }

    static DecodeException tooLarge(String what, String reason) {
        return new DecodeException("has " + what + " that cannot be read: " + reason, true);
    }

    /** Whether a limit was met, or the text is in another charset: asking again does not help. */
    public boolean isLasting() {
        return lasting;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
