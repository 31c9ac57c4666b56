package dev.ingest.lake;

import java.util.EnumSet;
import java.util.Set;
import org.apache.iceberg.exceptions.NotFoundException;

/** Counts what one process asks of store and catalog, and lets the n-th of some kinds go wrong. */
final class Failing implements MemoryCatalog.Hook {

    /** What a process asks for. */
    enum Kind {
        READ,
        WRITE,
        DELETE,
        LIST,
        /** Where is the table now? */
        LOOK,
        COMMIT;

        static final Set<Kind> CHANGES = EnumSet.of(WRITE, DELETE, COMMIT);
    }

    /** How it goes wrong. */
    enum Way {
        /** It does nothing, once. A file that cannot be read is as if what follows it were refused. */
        REFUSED(EnumSet.complementOf(EnumSet.of(Kind.READ))),
        /** It is done, but its answer is lost, once. */
        ANSWER_LOST(Kind.CHANGES),
        /** It does nothing, and nothing after it: the process is dead. Between two changes it does not matter when. */
        DEAD(Kind.CHANGES),
        /** The process died while it wrote: half of the file is there, as on a local disk. */
        HALF_WRITTEN(EnumSet.of(Kind.WRITE)),
        /** Nothing goes wrong, but somebody else does something just before. */
        INTERRUPTED(EnumSet.of(Kind.LOOK, Kind.COMMIT, Kind.DELETE, Kind.LIST));

        private final Set<Kind> kinds;

        Way(Set<Kind> kinds) {
            this.kinds = kinds;
        }

        /** What can go wrong in this way. */
        Set<Kind> kinds() {
            return kinds;
        }
    }

    private static final Runnable NOTHING = () -> {};

    private final Way way;
    private final int at;
    private final Set<Kind> counted;
    private final Runnable meanwhile;
    private int operations;
    private String failed = "none";

    private Failing(Way way, int at, Set<Kind> counted, Runnable meanwhile) {
        this.way = way;
        this.at = at;
        this.counted = counted;
        this.meanwhile = meanwhile;
    }

    /** The n-th of those that can go wrong in this way does. */
    static Failing at(Way way, int n) {
        return new Failing(way, n, way.kinds(), NOTHING);
    }

    /** The n-th of some kinds goes wrong. */
    static Failing at(Way way, int n, Set<Kind> counted) {
        return new Failing(way, n, counted, NOTHING);
    }

    /** Somebody else does something just before the n-th look, commit, list or delete. */
    static Failing interrupted(int n, Runnable meanwhile) {
        return new Failing(Way.INTERRUPTED, n, Way.INTERRUPTED.kinds(), meanwhile);
    }

    static Failing never() {
        return at(Way.REFUSED, Integer.MAX_VALUE);
    }

    /** Which operation goes wrong. */
    int at() {
        return at;
    }

    synchronized int operations() {
        return operations;
    }

    @Override
    public synchronized String toString() {
        return way + " " + at + ": " + failed;
    }

    @Override
    public void before(Kind kind, String what) {
        if (isRefused(kind, what)) {
            // the one failure that Iceberg does not wait after
            throw new NotFoundException("refused: %s %s", kind, what);
        }
        if (way == Way.INTERRUPTED && isNow(kind)) {
            meanwhile.run();
        }
    }

    @Override
    public synchronized void after(Kind kind) {
        if (way == Way.ANSWER_LOST && isNow(kind)) {
            throw new NotFoundException("answer lost: %s", kind);
        }
    }

    /** Whether the file that is written next comes to be half there. */
    synchronized boolean isHalved() {
        return way == Way.HALF_WRITTEN && operations + 1 == at;
    }

    private synchronized boolean isRefused(Kind kind, String what) {
        boolean counts = counted.contains(kind);
        operations += counts ? 1 : 0;
        failed = counts && operations == at ? kind + " " + what : failed;
        return switch (way) {
            case REFUSED -> counts && operations == at;
            case DEAD, HALF_WRITTEN -> operations >= at;
            case ANSWER_LOST, INTERRUPTED -> false;
        };
    }

    private synchronized boolean isNow(Kind kind) {
        return counted.contains(kind) && operations == at;
    }
}
