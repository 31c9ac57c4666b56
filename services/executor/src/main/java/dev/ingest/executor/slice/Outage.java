package dev.ingest.executor.slice;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;

/** Whether somebody that the executor needs is away for a while, or has answered and will answer the same again. */
public final class Outage {
    private Outage() {}

    /** False for what is missing, invalid or not allowed: somebody has to change that. */
    public static boolean is(IngestException failed) {
        return failed.code() == ErrorCode.UNAVAILABLE
                || failed.code() == ErrorCode.INTERNAL
                || failed.code() == ErrorCode.RATE_LIMITED
                || failed.code() == ErrorCode.UNAUTHENTICATED
                || failed.code() == ErrorCode.CONFLICT;
    }
}
