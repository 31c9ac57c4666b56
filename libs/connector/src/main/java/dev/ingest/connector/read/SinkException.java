package dev.ingest.connector.read;

/** Carries what a sink threw through a read, so that it is told from failures of the read itself. */
final class SinkException extends RuntimeException {
    private final RuntimeException thrown;

    private SinkException(RuntimeException thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    RuntimeException thrown() {
        return thrown;
    }

    static PageSink marking(PageSink sink) {
        return PageSink.asked(sink.pageRecordsMax(), page -> {
            try {
                return sink.page(page);
            } catch (RuntimeException failed) {
                throw new SinkException(failed);
            }
        });
    }
}
