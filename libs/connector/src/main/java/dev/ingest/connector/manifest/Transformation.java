package dev.ingest.connector.manifest;

import java.util.List;
import java.util.Optional;

/** A change to every record. */
public sealed interface Transformation {
    record AddFields(List<AddedField> fields, Optional<Interpolated> condition) implements Transformation {}

    record AddedField(List<Interpolated> path, Interpolated value, Optional<ValueType> type) {}

    /** The only type the coerced value may have; anything else stays text. */
    enum ValueType {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN
    }

    record RemoveFields(List<List<String>> pointers, Optional<Interpolated> condition) implements Transformation {}

    record KeysToLower() implements Transformation {}
}
