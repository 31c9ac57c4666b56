package dev.ingest.connector.decode;

/**
 * How to decode.
 *
 * @param documentBytesMax of a response that is one document, such as a page of JSON
 * @param recordBytesMax of one line, row or element of a response that is a stream of them; a greater one is put aside
 * @param lenient whether what cannot be read counts as nothing, as in the field's own runtime, rather than as an error
 */
public record DecodeOptions(int documentBytesMax, int recordBytesMax, boolean lenient) {}
