package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomTransformation;
import java.util.List;
import java.util.Optional;

/** A change to every record. */
public sealed interface Transformation {
    /** @param condition asked for each field by itself, with the {@code value} it would get and its {@code path} */
    record AddFields(List<AddedField> fields, Optional<Interpolated> condition) implements Transformation {}

    /** @param path names and positions as they are: templates in them are not evaluated */
    record AddedField(List<String> path, Interpolated value, Optional<ValueType> type) {}

    /** The only type the coerced value may have; anything else stays text. */
    enum ValueType {
        STRING,
        NUMBER,
        INTEGER,
        BOOLEAN
    }

    /** @param condition if given, it alone decides, for every leaf of the record: the pointers then mean nothing */
    record RemoveFields(List<List<String>> pointers, Optional<Interpolated> condition) implements Transformation {}

    record KeysToLower() implements Transformation {}

    record KeysToSnakeCase() implements Transformation {}

    record KeysReplace(Interpolated old, Interpolated replacement) implements Transformation {}

    record FlattenFields(boolean lists) implements Transformation {}

    /**
     * Lifts the fields of an object to the top of the record.
     *
     * @param deletesOrigin whether the object leaves its old place
     * @param replacesRecord whether nothing else remains
     */
    record DpathFlattenFields(
            List<Interpolated> path,
            boolean deletesOrigin,
            boolean replacesRecord,
            Optional<Interpolated> prefix,
            Optional<Interpolated> suffix)
            implements Transformation {}

    record Custom(CustomTransformation replacement) implements Transformation {}
}
