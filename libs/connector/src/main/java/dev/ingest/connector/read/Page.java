package dev.ingest.connector.read;

import dev.ingest.connector.decode.Oversized;
import java.util.List;

/**
 * The records of one response.
 *
 * @param records one JSON object each, UTF-8, on one line; unchanged records keep the source's own bytes
 * @param oversized records over the limit: they were not read, and no cursor has seen them
 * @param requests sent since the page before, repeated ones and those for parents included
 * @param bytes received since the page before, after decompression
 */
public record Page(List<byte[]> records, List<Oversized> oversized, long requests, long bytes) {}
