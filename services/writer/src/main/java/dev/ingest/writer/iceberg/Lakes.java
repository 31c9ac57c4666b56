package dev.ingest.writer.iceberg;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.lake.Lake;
import dev.ingest.writer.iceberg.Destinations.Access;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lakes that are open: a destination's connections serve all its tables, and are closed when others need the room. */
@Singleton
public final class Lakes {
    private final Destinations destinations;
    private final int openMax;

    /** Least recently used first. */
    private final Map<Access, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    Lakes(Destinations destinations, LakeSettings settings) {
        this.destinations = destinations;
        this.openMax = settings.openMax();
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
     * @throws IllegalArgumentException naming what is wrong with the destination
     */
    public Lease lease(String tenant, DestinationSpec spec) {
        Access access = destinations.of(tenant, spec);
        Open taken = take(access);
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

    private synchronized Open take(Access access) {
        Open taken = open.computeIfAbsent(access, this::open);
        taken.users++;
        closeIdle(openMax);
        return taken;
    }

    private synchronized void release(Open taken) {
        taken.users--;
        closeIdle(openMax);
    }

    private Open open(Access access) {
        registerDriver();
        return new Open(Lake.open(access.destination(), access.credentials()));
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

    /** The driver's jar is not on the system's class path, where DriverManager looks for drivers by itself. */
    private static void registerDriver() {
        if (!org.postgresql.Driver.isRegistered()) {
            try {
                DriverManager.registerDriver(new org.postgresql.Driver());
            } catch (SQLException refused) {
                throw new IllegalStateException("the PostgreSQL driver cannot be registered", refused);
            }
        }
    }

    @PreDestroy
    synchronized void close() {
        closeIdle(0);
    }
}
