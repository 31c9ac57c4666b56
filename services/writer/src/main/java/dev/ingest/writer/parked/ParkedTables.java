package dev.ingest.writer.parked;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Which tables of one partition have messages waiting in {@link ParkedLog}, and from where on. The log is what counts: this is
 * read from it, so a process that starts anew knows the same. A table may be thought to wait although another process has caught
 * up with it: replaying finds that out, because what is applied says so in the table itself. For any thread.
 */
public final class ParkedTables {
    private static final Logger LOG = Logger.getLogger(ParkedTables.class);

    /** A table that could not be replayed is tried again after so long, each time longer. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);

    private final ParkedLog log;
    private final int partition;
    private final Clock clock;
    private final Map<String, Waiting> tables = new TreeMap<>();
    private final Turns turns = new Turns();

    /** Up to where the log is known; nothing before the first look. */
    private OptionalLong known = OptionalLong.empty();

    private long bound = -1;

    private record Waiting(long from, Trouble why, int failures, Instant notBefore) {}

    public ParkedTables(ParkedLog log, int partition, Clock clock) {
        this.log = log;
        this.partition = partition;
        this.clock = clock;
    }

    /** Takes note of what others have put aside. To be called after the group's offset of the records was read. */
    public synchronized void refresh() throws InterruptedException {
        if (known.isEmpty()) {
            bound = log.bound(partition);
            known = OptionalLong.of(bound);
        }
        long end = log.end(partition);
        if (known.getAsLong() < end) {
            scan(known.getAsLong(), end);
        }
        known = OptionalLong.of(end);
    }

    private void scan(long from, long end) {
        try (ParkedLog.Reader reader = log.read(partition, from, end)) {
            List<ParkedLog.At> read = reader.next();
            while (!read.isEmpty()) {
                read.forEach(this::note);
                read = reader.next();
            }
        }
        LOG.infof("known what is parked: partition=%d offset=%d tables=%d", partition, end, tables.size());
    }

    private void note(ParkedLog.At at) {
        at.parked()
                .ifPresent(parked -> parked.turn()
                        .map(turn -> turns.meet(
                                turn,
                                at.offset(),
                                Instant.ofEpochMilli(parked.message().timestamp())))
                        .ifPresent(run -> run.ifPresent(from -> tables.putIfAbsent(
                                parked.table(), new Waiting(from, parked.why(), 0, Instant.EPOCH)))));
    }

    /** What keeps a table waiting; nothing if none of its messages waits. */
    public synchronized Optional<Trouble> trouble(String table) {
        return Optional.ofNullable(tables.get(table)).map(Waiting::why);
    }

    /** This process puts messages of a table aside. */
    public synchronized void hold(String table, Trouble why) {
        tables.putIfAbsent(table, new Waiting(end(), why, 1, clock.instant().plus(PAUSE)));
    }

    /** Tables whose turn to be tried has come. */
    public synchronized List<String> due() {
        Instant now = clock.instant();
        return tables.entrySet().stream()
                .filter(table -> !table.getValue().notBefore().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Where the first message is that any of these waits for. */
    public synchronized long from(Collection<String> some) {
        return some.stream()
                .mapToLong(table -> Optional.ofNullable(tables.get(table))
                        .map(Waiting::from)
                        .orElse(end()))
                .min()
                .orElse(end());
    }

    /** Up to where this knows the log. */
    public synchronized long end() {
        return known.orElseThrow(() -> new IllegalStateException("what is parked was not looked at yet"));
    }

    /** What a table waits for begins there now, at the beginning of a run. */
    public synchronized void reached(String table, long from) {
        tables.computeIfPresent(
                table, (name, waiting) -> new Waiting(from, waiting.why(), waiting.failures(), waiting.notBefore()));
    }

    /** A table still cannot be replayed. */
    public synchronized void failed(String table, Trouble why) {
        tables.computeIfPresent(table, (name, waiting) -> {
            Duration pause = PAUSE.multipliedBy(waiting.failures() + 1L);
            Instant next = clock.instant().plus(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause);
            return new Waiting(waiting.from(), why, waiting.failures() + 1, next);
        });
    }

    /** Everything of a table that this knows of is applied. */
    public synchronized void caughtUp(String table) {
        tables.remove(table);
    }

    /** Tells the log what no longer waits, so that the next process begins behind it; never inside a run that goes on. */
    public synchronized void save() throws InterruptedException {
        long waiting = from(tables.keySet());
        long next = Math.min(waiting, turns.open(clock.instant()).orElse(waiting));
        if (next > bound) {
            log.moveTo(partition, next);
            bound = next;
        }
    }
}
