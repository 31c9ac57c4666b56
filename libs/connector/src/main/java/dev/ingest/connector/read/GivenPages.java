package dev.ingest.connector.read;

import dev.ingest.connector.decode.Oversized;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers records and gives them on in pages of a limited size, however large the response is they come from. */
final class GivenPages {
    /** Most records of one given page. */
    static final int RECORDS_MAX = 10_000;

    /** A given page is full once it has so many bytes. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private final int recordBytesMax;
    private final int recordsMax;
    private final Consumer<List<Selected>> sink;
    private List<Selected> page = new ArrayList<>();
    private long bytes;
    private boolean given;

    /** @param recordsMax of one page */
    GivenPages(int recordBytesMax, int recordsMax, Consumer<List<Selected>> sink) {
        this.recordBytesMax = recordBytesMax;
        this.recordsMax = recordsMax;
        this.sink = sink;
    }

    /** @return whether a page was given on */
    boolean add(Selected record) {
        Selected bounded = bounded(record);
        page.add(bounded);
        bytes += bounded.size();
        boolean full = page.size() >= recordsMax || bytes >= BYTES_MAX;
        if (full) {
            give();
        }
        return full;
    }

    private Selected bounded(Selected record) {
        int size = record.size();
        return size <= recordBytesMax
                ? record
                : Selected.tooLarge(Oversized.of("a record", record.json(), size, "bytes", recordBytesMax));
    }

    private void give() {
        sink.accept(page);
        page = new ArrayList<>();
        bytes = 0;
        given = true;
    }

    /** Gives what is there, if there is anything. */
    void flush() {
        if (!page.isEmpty()) {
            give();
        }
    }

    /** Gives what is left; a response without records is given on as well, for it was asked for. */
    void end() {
        if (!page.isEmpty() || !given) {
            give();
        }
        given = false;
    }
}
