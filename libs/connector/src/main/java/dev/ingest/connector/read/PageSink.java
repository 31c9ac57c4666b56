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

    /** Most records that it wants of a streamed body before it is asked whether to go on. */
    default int pageRecordsMax() {
        return GivenPages.RECORDS_MAX;
    }

    /** One that wants to be asked after so many records, however long the body would go on. */
    static PageSink asked(int recordsMax, PageSink sink) {
        return new PageSink() {
            @Override
            public Flow page(Page page) {
                return sink.page(page);
            }

            @Override
            public int pageRecordsMax() {
                return recordsMax;
            }
        };
    }
}
