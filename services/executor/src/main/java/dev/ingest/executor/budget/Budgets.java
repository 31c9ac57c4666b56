package dev.ingest.executor.budget;

import dev.ingest.connector.http.BudgetState;
import dev.ingest.contracts.event.BudgetSpent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What is left of each credential's budget, as all processes have told it. Thread-safe.
 *
 * <p>A process writes against what it has read: where the last word is what its own session said, its new word replaces it; where
 * somebody else's is in it, both have spent, and the tighter of both is written. A write is read back: whoever finds somebody else's word between what it
 * read and what it wrote writes the tighter of both once more. So the later of two that wrote at once mends it, and nobody is
 * ever believed to have more than the API gave. If that one dies before it can, the API's own refusal says the rest.
 */
@Singleton
public final class Budgets {
    private static final Logger LOG = Logger.getLogger(Budgets.class);

    /** Most times a word is written again because others wrote at the same moment. */
    private static final int WRITES_MAX = 5;

    private final BudgetLog log;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<String, Entry> known = new HashMap<>();

    /** The last word about a credential, and whether it was what our session said and nothing else. */
    private record Entry(BudgetState state, long offset, boolean ours) {}

    @Inject
    Budgets(BudgetLog log) {
        this(log, Clock.systemUTC());
    }

    Budgets(BudgetLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Reads what others have told. */
    public void refresh() {
        turn.lock();
        try {
            log.read(this::heard);
            Instant now = clock.instant();
            known.values().removeIf(entry -> current(entry.state(), now).equals(BudgetState.EMPTY));
        } finally {
            turn.unlock();
        }
    }

    private void heard(BudgetLog.Told told) {
        known.compute(
                told.key(),
                (key, present) -> present != null && present.offset() >= told.offset()
                        ? present
                        : new Entry(state(told.budget()), told.offset(), false));
    }

    /** What is left, as far as it was read; what is in the past is left out. */
    public BudgetState of(String tenant, String credential) {
        return of(tenant, credential, entry -> true);
    }

    /** As {@link #of}, but nothing where the last word is what our own session said: it knows better by now what has aged. */
    public BudgetState news(String tenant, String credential) {
        return of(tenant, credential, entry -> !entry.ours());
    }

    private BudgetState of(String tenant, String credential, Predicate<Entry> wanted) {
        turn.lock();
        try {
            return Optional.ofNullable(known.get(tenant + "/" + credential))
                    .filter(wanted)
                    .map(entry -> current(entry.state(), clock.instant()))
                    .orElse(BudgetState.EMPTY);
        } finally {
            turn.unlock();
        }
    }

    /** Tells what a session knows, if that is news. */
    public void keep(String tenant, String credential, BudgetState state) {
        turn.lock();
        try {
            log.read(this::heard);
            Optional<Entry> base = Optional.ofNullable(known.get(tenant + "/" + credential));
            Instant now = clock.instant();
            BudgetState last = base.map(entry -> current(entry.state(), now)).orElse(BudgetState.EMPTY);
            BudgetState said = current(state, now);
            BudgetState next = base.filter(Entry::ours).isPresent() ? said : last.merge(said);
            if (!next.equals(last)) {
                write(tenant, credential, said, next, base.map(Entry::offset).orElse(-1L));
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * @param said by the session
     * @param merged the same with what others had said
     */
    private void write(String tenant, String credential, BudgetState said, BudgetState merged, long readUpTo) {
        String key = tenant + "/" + credential;
        BudgetState next = merged;
        long base = readUpTo;
        for (int i = 0; i < WRITES_MAX; i++) {
            long written = log.tell(spent(tenant, credential, next));
            Race race = race(key, base, written, next);
            if (race.isOver(next)) {
                known.put(key, new Entry(next, written, next.equals(said)));
                return;
            }
            next = race.tightest();
            base = written;
        }
        known.put(key, new Entry(next, base, false));
        LOG.warnf("others told a budget at the same moment, the last word stands: key=%s times=%d", key, WRITES_MAX);
    }

    /**
     * What a write met.
     *
     * @param tightest of what was written and what others wrote meanwhile
     * @param after what others wrote after it
     */
    private record Race(BudgetState tightest, Optional<BudgetState> after) {
        boolean isOver(BudgetState written) {
            return tightest.equals(written)
                    && after.filter(last -> !last.equals(written)).isEmpty();
        }

        Race with(BudgetState other, boolean isAfter) {
            return new Race(tightest.merge(other), isAfter ? Optional.of(other) : after);
        }
    }

    private Race race(String key, long base, long written, BudgetState ours) {
        var race = new AtomicReference<>(new Race(ours, Optional.empty()));
        log.read(told -> {
            if (!told.key().equals(key)) {
                heard(told);
            } else if (told.offset() > base && told.offset() != written) {
                BudgetState other = current(state(told.budget()), clock.instant());
                race.set(race.get().with(other, told.offset() > written));
            }
        });
        return race.get();
    }

    private static BudgetState current(BudgetState state, Instant now) {
        return new BudgetState(
                state.rates().entrySet().stream()
                        .filter(rate -> rate.getValue().resetsAt().isAfter(now))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                state.notBefore().entrySet().stream()
                        .filter(pause -> pause.getValue().isAfter(now))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static BudgetState state(BudgetSpent told) {
        return new BudgetState(
                told.rates().entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, rate -> {
                    BudgetSpent.Rate value = rate.getValue();
                    return new BudgetState.Rate(value.limit(), value.remaining(), value.resetsAt());
                })),
                told.notBefore());
    }

    private static BudgetSpent spent(String tenant, String credential, BudgetState state) {
        return new BudgetSpent(
                tenant,
                credential,
                state.rates().entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, rate -> {
                    BudgetState.Rate value = rate.getValue();
                    return new BudgetSpent.Rate(value.limit(), value.remaining(), value.resetsAt());
                })),
                state.notBefore());
    }
}
