package dev.ingest.lake;

/** What would open a destination is refused: nothing helps but that its owner changes something. Holds no secret. */
public final class AccessRefusedException extends LakeException {

    public AccessRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
