package dev.ingest.gateway.feature;

import java.util.Optional;

/**
 * Why a feature view has not got a source's accepted records.
 *
 * @param code for programs
 * @param message for people
 * @param failure which store failed and whether sending again may help; only where a store is to blame
 */
record ViewError(Code code, String message, Optional<StoreFailure> failure) {
    /** Source: the Ingest API reference, "Feature view error codes". */
    enum Code {
        NOT_FOUND,
        FAILED_PRECONDITION,
        UNAVAILABLE,
        UDF_EXECUTION_FAILED,
        WRITE_ERROR,
        INTERNAL
    }

    /** Where rows are kept; its name in answers is the one in lower case. */
    enum Store {
        ONLINE("Online"),
        OFFLINE("Offline");

        private final String title;

        Store(String title) {
            this.title = title;
        }
    }

    /**
     * @param store which one
     * @param retryable whether sending the records again may help
     */
    record StoreFailure(Store store, boolean retryable) {}

    static ViewError notFound() {
        return new ViewError(Code.NOT_FOUND, "Feature view not found", Optional.empty());
    }

    static ViewError suspended() {
        return new ViewError(Code.FAILED_PRECONDITION, "Feature view is suspended", Optional.empty());
    }

    static ViewError transformation(int record, String problem) {
        return new ViewError(
                Code.UDF_EXECUTION_FAILED,
                "Transformation of record %d: %s".formatted(record, problem),
                Optional.empty());
    }

    static ViewError timedOut(Store store, long seconds) {
        return write(store, "timed out after %ds".formatted(seconds));
    }

    static ViewError writeFailed(Store store) {
        return write(store, "failed");
    }

    static ViewError busy(Store store) {
        return new ViewError(
                Code.UNAVAILABLE,
                store.title + " store is temporarily unavailable",
                Optional.of(new StoreFailure(store, true)));
    }

    static ViewError internal() {
        return new ViewError(Code.INTERNAL, "internal error; the service's log has the cause", Optional.empty());
    }

    private static ViewError write(Store store, String what) {
        return new ViewError(
                Code.WRITE_ERROR,
                "%s store write %s".formatted(store.title, what),
                Optional.of(new StoreFailure(store, true)));
    }
}
