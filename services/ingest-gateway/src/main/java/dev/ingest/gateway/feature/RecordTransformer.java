package dev.ingest.gateway.feature;

import java.util.Optional;

/** A feature view's transformation, compiled. */
@FunctionalInterface
public interface RecordTransformer {
    /**
     * @param record a JSON object in UTF-8
     * @param beforeEach called now and then, before each template say; what it throws ends the transformation, and is thrown on
     * @return what becomes of it; nothing if a filter drops it
     */
    Optional<byte[]> transform(byte[] record, Runnable beforeEach) throws TransformationException;

    /** A transformation that fails on a record; the message says what is wrong, without the record's values. */
    final class TransformationException extends Exception {
        private static final long serialVersionUID = 1;

        public TransformationException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
