package dev.ingest.masking.destination;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Keeps lakes open between calls: opening one costs connections and a second. The one that was used longest ago is closed when
 * there are too many; one in use never is.
 */
public final class Lakes implements AutoCloseable {
    private final int openMax;
    private final Map<Place, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Kept {
        private int users;
        private @Nullable Lake lake;

        /** Opens outside the map's lock, so that a slow destination keeps nobody from another one. */
        synchronized Lake open(Place place) {
            Lake open = lake;
            if (open == null) {
                open = Lake.open(place.destination(), place.credentials());
                lake = open;
            }
            return open;
        }

        synchronized void close() {
            if (lake != null) {
                lake.close();
            }
        }
    }

    /** @param openMax most lakes that are open at once */
    public Lakes(int openMax) {
        this.openMax = openMax;
    }

    /**
     * Works with an open lake.
     *
     * @throws IngestException {@code UNAVAILABLE} if the destination cannot be reached, or too many others are in use
     */
    public <T> T with(Place place, Function<Lake, T> work) {
        Kept lake = acquire(place);
        try {
            return work.apply(lake.open(place));
        } catch (UncheckedSQLException | SdkException | UncheckedIOException | LakeException away) {
            throw new IngestException(ErrorCode.UNAVAILABLE, "the table's destination cannot be read now", away);
        } finally {
            release(lake);
        }
    }

    private Kept acquire(Place place) {
        List<Kept> closing = new ArrayList<>();
        try {
            synchronized (kept) {
                Kept lake = kept.computeIfAbsent(place, _ -> new Kept());
                lake.users++;
                evict(closing);
                return lake;
            }
        } finally {
            closing.forEach(Kept::close);
        }
    }

    private void evict(List<Kept> closing) {
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (kept.size() > openMax && oldestFirst.hasNext()) {
            Kept candidate = oldestFirst.next();
            if (candidate.users == 0) {
                oldestFirst.remove();
                closing.add(candidate);
            }
        }
    }

    private void release(Kept lake) {
        synchronized (kept) {
            lake.users--;
        }
    }

    @Override
    public void close() {
        synchronized (kept) {
            kept.values().forEach(Kept::close);
            kept.clear();
        }
    }
}
