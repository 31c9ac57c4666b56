package dev.ingest.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is, without reading it.
 *
 * @param primaryKey paths of the fields that identify a record; empty where none is declared
 * @param cursorField the field that tells how new a record is; a template that needs the config is not resolved
 * @param jsonSchema of the records; empty where the manifest has none, or the API must be asked for it
 * @param incremental whether a later read can go on from a checkpoint
 * @param parents names of the streams whose records it is read for
 * @param group of streams of which only one may be read at a time
 */
public record StreamInfo(
        String name,
        List<List<String>> primaryKey,
        Optional<String> cursorField,
        Map<String, @Nullable Object> jsonSchema,
        boolean incremental,
        List<String> parents,
        Optional<String> group) {}
