package dev.ingest.connector.manifest;

import java.util.Optional;
import java.util.Set;

/** How the bytes of a response become values. */
public sealed interface Decoder {
    record Json() implements Decoder {}

    /** One JSON text per line. */
    record Jsonl() implements Decoder {}

    /** The elements of one list inside a JSON text that is never held whole. */
    record JsonItems(ItemsPath path, TextEncoding encoding) implements Decoder {}

    /** A line is a record {@code {"record": line}}. */
    record Lines() implements Decoder {}

    /**
     * @param encoding absent where the manifest names none
     * @param nulls texts that stand for no value
     */
    record Csv(Optional<TextEncoding> encoding, char delimiter, Set<String> nulls) implements Decoder {}

    record Xml() implements Decoder {}

    /** What is not compressed is passed on as it is. */
    record Gzip(Decoder inner) implements Decoder {}

    /** Every file of the archive, one after the other. */
    record Zip(Decoder inner) implements Decoder {}

    /** Names of fields from the root to the list, joined by dots; {@code item} stands for the elements of a list. */
    record ItemsPath(String text) {}

    /** Whether a paginator may look at what comes out: it needs a response that is one document. */
    default boolean isDocument() {
        return switch (this) {
            case Json json -> true;
            case Xml xml -> true;
            case Gzip(var inner) -> inner instanceof Json;
            case Jsonl lines -> false;
            case JsonItems items -> false;
            case Lines lines -> false;
            case Csv csv -> false;
            case Zip zip -> false;
        };
    }

    /** Whether templates of a paginator see nothing of the response: the field's own runtime reads it only once. */
    default boolean isHiddenFromTemplates() {
        return this instanceof Gzip;
    }
}
