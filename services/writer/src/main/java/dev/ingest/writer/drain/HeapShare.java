package dev.ingest.writer.drain;

/** What a use of the heap gets where nobody said how much. The rest is for Kafka's clients, catalogs and the services around. */
enum HeapShare {
    /** Messages whose tables have not had their turn. */
    WINDOW(8),
    /** Records that are turned into rows: those take several times as much. */
    MERGES(8),
    /** What compactions read side by side, all of them together. */
    COMPACTIONS(8);

    private final int part;

    HeapShare(int part) {
        this.part = part;
    }

    long bytes() {
        return Runtime.getRuntime().maxMemory() / part;
    }
}
