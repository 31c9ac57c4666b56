package dev.ingest.lake;

/**
 * One message of the log: records of one kind, one JSON object per line.
 *
 * @param ndjson the records' own bytes; not copied, so not to be changed
 */
public record Message(Position position, Op op, byte[] ndjson) {}
