package dev.ingest.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.destination.Destinations.Place;
import dev.ingest.lake.Lake;
import dev.ingest.lake.index.KeyIndex;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Driver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jboss.logging.Logger;

/** Lakes that are open: a destination's connections serve all its tables, and are closed when others need the room. */
@Singleton
public final class Lakes {
    private static final Logger LOG = Logger.getLogger(Lakes.class);

    private final Destinations destinations;
    private final int openMax;
    private final KeyIndex index;

    /** Least recently used first. */
    private final Map<Place, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    Lakes(Destinations destinations, LakeSettings settings) {
        this.destinations = destinations;
        this.openMax = settings.openMax();
        this.index = index(settings);
        loadDriver();
    }

    /** A lake in use: it stays open until this is closed. */
    public interface Lease extends AutoCloseable {
        Lake lake();

        @Override
        void close();
    }

    private static final class Open {
        private final Lake lake;
        private int users;

        private Open(Lake lake) {
            this.lake = lake;
        }
    }

    /**
     * Opens a tenant's destination, or joins those who have it open.
     *
     * @throws IngestException {@code INVALID_ARGUMENT}, naming what is wrong with the destination
     */
    public Lease lease(String tenant, DestinationSpec spec) {
        Place place = destinations.of(tenant, spec);
        Open taken = take(place);
        return new Lease() {
            @Override
            public Lake lake() {
                return taken.lake;
            }

            @Override
            public void close() {
                release(taken);
            }
        };
    }

    private static KeyIndex index(LakeSettings settings) {
        return new KeyIndex(
                OwnFolder.in(settings.keyIndexFolder()),
                settings.keyIndexMaxBytes(),
                failure -> LOG.warnf("key index: cause=%s", failure));
    }

    private Open take(Place place) {
        return known(place).orElseGet(() -> {
            // Not under the lock: a destination that hangs must not keep the others waiting.
            return keep(
                    place,
                    destinations.reach(
                            place, allowed -> Lake.open(place.destination(), place.credentials(), allowed, index)));
        });
    }

    private synchronized Optional<Open> known(Place place) {
        Optional<Open> known = Optional.ofNullable(open.get(place));
        known.ifPresent(taken -> taken.users++);
        return known;
    }

    private synchronized Open keep(Place place, Lake opened) {
        Open known = open.get(place);
        if (known == null) {
            known = new Open(opened);
            open.put(place, known);
        } else {
            opened.close(); // someone else was faster
        }
        known.users++;
        closeIdle(openMax);
        return known;
    }

    private synchronized void release(Open taken) {
        taken.users--;
        closeIdle(openMax);
    }

    private void closeIdle(int remaining) {
        Iterator<Open> eldest = open.values().iterator();
        while (open.size() > remaining && eldest.hasNext()) {
            Open candidate = eldest.next();
            if (candidate.users == 0) {
                eldest.remove();
                candidate.lake.close();
            }
        }
    }

    /** DriverManager looks for drivers once, with whatever class loader happens to ask first: it may miss ours. */
    private static void loadDriver() {
        ServiceLoader.load(Driver.class, Lakes.class.getClassLoader())
                .forEach(driver -> LOG.debugf("database driver: cause=%s", driver.getClass()));
    }

    @PreDestroy
    synchronized void close() {
        closeIdle(0);
        index.close();
    }
}
