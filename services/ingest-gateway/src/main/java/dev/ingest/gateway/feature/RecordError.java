package dev.ingest.gateway.feature;

/**
 * Why one record is rejected.
 *
 * @param code for programs
 * @param message for people
 */
record RecordError(Code code, String message) {

    /** Source: the Ingest API reference, "Record error codes"; {@code INVALID_ARGUMENT} is what its clients know besides. */
    enum Code {
        MISSING_REQUIRED_FIELD,
        INVALID_FIELD_TYPE,
        INVALID_TIMESTAMP,
        RECORD_TOO_LARGE,
        INVALID_ARGUMENT
    }

    static RecordError missing(String field) {
        return new RecordError(Code.MISSING_REQUIRED_FIELD, "Record is missing required field: " + field);
    }

    static RecordError type(String field, String expected, String actual) {
        return new RecordError(
                Code.INVALID_FIELD_TYPE, "Field '%s': expected %s, got %s".formatted(field, expected, actual));
    }

    static RecordError timestamp(String field, String value) {
        return new RecordError(
                Code.INVALID_TIMESTAMP,
                "Field '%s': '%s' is not a valid ISO 8601 timestamp (expected: for example 2024-01-15T10:30:00Z)"
                        .formatted(field, value));
    }

    static RecordError tooLarge(int bytes, int maxBytes) {
        return new RecordError(
                Code.RECORD_TOO_LARGE, "Record has %d bytes (expected: at most %d)".formatted(bytes, maxBytes));
    }

    static RecordError unknownField(String field) {
        return new RecordError(Code.INVALID_ARGUMENT, "Unknown field: '%s'".formatted(field));
    }

    static RecordError repeatedField(String field) {
        return new RecordError(Code.INVALID_ARGUMENT, "Field '%s' appears twice".formatted(field));
    }

    static RecordError unknownSource(String source) {
        return new RecordError(Code.INVALID_ARGUMENT, "Unknown stream source: '%s'".formatted(source));
    }
}
