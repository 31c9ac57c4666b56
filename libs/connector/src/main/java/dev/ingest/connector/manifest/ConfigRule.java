package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomConfigTransformation;
import java.util.List;
import java.util.Optional;

/** A change to a configuration. */
public sealed interface ConfigRule {
    /** @param condition sees the {@code value} and {@code path} of the field it decides on */
    record Add(List<Field> fields, Optional<Interpolated> condition) implements ConfigRule {}

    record Field(List<String> path, TypedTemplate value) {}

    record Remove(List<List<String>> pointers, Optional<Interpolated> condition) implements ConfigRule {}

    /** @param replacements by the value they replace */
    record Remap(List<Interpolated> path, Shape replacements) implements ConfigRule {}

    record Custom(CustomConfigTransformation implementation) implements ConfigRule {}
}
