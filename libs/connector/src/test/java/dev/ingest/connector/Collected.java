package dev.ingest.connector;

import dev.ingest.connector.read.Page;
import dev.ingest.connector.read.PageSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A sink that keeps what it gets, and stops after so many pages. */
final class Collected implements PageSink {
    private final int stopAfter;
    private final List<Page> pages = new ArrayList<>();

    Collected() {
        this(Integer.MAX_VALUE);
    }

    Collected(int stopAfter) {
        this.stopAfter = stopAfter;
    }

    @Override
    public Flow page(Page page) {
        pages.add(page);
        return pages.size() >= stopAfter ? Flow.STOP : Flow.CONTINUE;
    }

    List<Page> pages() {
        return pages;
    }

    List<String> records() {
        return pages.stream()
                .flatMap(page -> page.records().stream())
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
