package dev.ingest.writer.drain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when which tables could not be committed. Known to this process only: one that starts anew counts anew, which parks
 * later and never too early.
 */
final class Outages {
    /** Tables beyond these are not counted, and so not parked, until others have recovered. */
    private static final int TABLES_MAX = 10_000;

    private final Duration outageMax;
    private final Clock clock;
    private final Map<TableKey, Instant> since = new ConcurrentHashMap<>();

    Outages(Duration outageMax, Clock clock) {
        this.outageMax = outageMax;
        this.clock = clock;
    }

    void failed(TableKey table) {
        if (since.size() < TABLES_MAX) {
            since.putIfAbsent(table, clock.instant());
        }
    }

    void committed(TableKey table) {
        since.remove(table);
    }

    /** Whether the table has kept its neighbours waiting for long enough. */
    boolean isOverLong(TableKey table) {
        Instant first = since.get(table);
        return first != null && !clock.instant().isBefore(first.plus(outageMax));
    }

    Duration outageMax() {
        return outageMax;
    }
}
