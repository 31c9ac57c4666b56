package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomRecordExtractor;
import java.util.List;
import java.util.Optional;

/** Where the records of a decoded response lie. */
public sealed interface Extractor {
    /** @param path to the records; its parts may hold the wildcards of file names, {@code *} is every element */
    record Dpath(List<Interpolated> path, Optional<Expander> expander) implements Extractor {}

    /**
     * The response is a CSV file of any size, whatever its decoder is.
     *
     * @param keepsTexts whether only empty cells are null, rather than all texts that usually stand for no value
     */
    record CsvFile(boolean keepsTexts) implements Extractor {}

    record Custom(CustomRecordExtractor replacement) implements Extractor {}

    /**
     * Makes a record of each element of a list inside a record.
     *
     * @param remainsOriginal whether each has the record it comes from as {@code original_record}
     * @param emitsParent whether a record without elements stays as it is
     */
    record Expander(List<Interpolated> path, boolean remainsOriginal, boolean emitsParent) {}
}
