package dev.ingest.lake;

/**
 * What a completed slice must consist of.
 *
 * @param pages messages that were staged for it
 * @param records in all of them, rejected ones included
 */
public record Expected(long pages, long records) {}
