package dev.ingest.connector.read;

/** Takes the pages of a slice in order. What it throws goes through to the caller of the read. */
@FunctionalInterface
public interface PageSink {
    /** Whether reading goes on after a page. */
    enum Flow {
        CONTINUE,
        /** Hand the rest back: the read ends as {@link SliceResult.Deferred}, or is complete if nothing is left. */
        STOP
    }

    Flow page(Page page);
}
