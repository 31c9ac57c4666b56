package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Any sequence of pushes, deletions, slices, crashes, repeats and upkeep leaves the history that a list of intervals does. */
class HistoryModelTest {

    private static final int KEYS = 4;
    private static final int MINUTES = 30;
    private static final int STEPS = 8;
    private static final int RECORDS_MAX = 6;

    /** @param to its end, {@link #MINUTES} while there is none */
    private record Version(long id, int from, int to, String status) {}

    private record Event(long id, int at, Optional<String> status) {}

    private static final List<Failing.Way> CRASHES =
            List.of(Failing.Way.REFUSED, Failing.Way.ANSWER_LOST, Failing.Way.DEAD, Failing.Way.HALF_WRITTEN);

    private static final int SEEDS = Integer.getInteger("lake.history.seeds", 40);

    /** Some of a sequence's time is waiting before a second try. */
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();

    @Test
    void tableIsWhatTheModelIs() throws Exception {
        List<Future<?>> sequences = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                sequences.add(threads.submit(new Sequence(seed)::run));
            }
        }
        for (Future<?> sequence : sequences) {
            sequence.get();
        }
    }

    /** One table, and the list. Every step is done in a process that may die of it, and once more in another. */
    private static final class Sequence {

        private final long seed;
        private final Random random;
        private final MemoryLake lake;
        private final TableSpec spec;
        private final List<Version> model = new ArrayList<>();
        private long offset;
        private long slice;

        Sequence(long seed) {
            this.seed = seed;
            this.lake = new MemoryLake(seed % 3 == 0 ? CopyOnWrite.NEVER : CopyOnWrite.USUAL);
            this.random = new Random(seed);
            this.spec = history(random.nextBoolean() ? 2 : 3);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                boolean deletions = random.nextInt(4) == 0;
                List<Event> events = events(random, deletions);
                if (!deletions && random.nextInt(3) == 0) {
                    publish(events);
                } else {
                    push(events, deletions);
                }
                events.stream().sorted(Comparator.comparing(Event::at)).forEach(this::apply);
                if (random.nextInt(4) == 0) {
                    var _ = MemoryLake.upkeep(lake.table(spec), 20 * step);
                }
                assertThat(found()).as("seed %d, step %d", seed, step).isEqualTo(sorted(model));
            }
        }

        private void despiteCrashes(Consumer<LakeTable> work) {
            Failing.Way way = CRASHES.get(random.nextInt(CRASHES.size()));
            try {
                work.accept(lake.table(spec, Failing.at(way, 1 + random.nextInt(20))));
            } catch (RuntimeException died) {
                assertThat(died).isNotInstanceOf(IllegalArgumentException.class);
            }
            work.accept(lake.table(spec));
        }

        private void push(List<Event> events, boolean deletions) {
            Message message = message(offset++, events, deletions);
            despiteCrashes(
                    table -> table.push(batch(message), upTo(message.position().offset()), NONE_REJECTED));
        }

        private void publish(List<Event> events) {
            SliceAttempt attempt =
                    new SliceAttempt("demo/orders", "run-1", "slice-" + ++slice, slice, "01XXXXXXXX" + "0".repeat(16));
            int half = events.size() / 2;
            Message first = message(offset++, events.subList(0, half), false);
            Message second = message(offset++, events.subList(half, events.size()), false);
            despiteCrashes(table -> table.stage(attempt, batch(first), NONE_REJECTED));
            despiteCrashes(table -> table.stage(attempt, batch(second), NONE_REJECTED));
            despiteCrashes(table -> new Publish(table.engine(), 2)
                    .publish(attempt, new Expected(2, events.size()), Reached.all(Optional.empty()), Offsets.none()));
        }

        private void apply(Event event) {
            int end = model.stream()
                    .filter(version -> version.id() == event.id() && version.from() > event.at())
                    .mapToInt(Version::from)
                    .min()
                    .orElse(MINUTES);
            for (Version version : List.copyOf(model)) {
                if (version.id() == event.id() && version.from() <= event.at() && event.at() < version.to()) {
                    end = version.to();
                    model.remove(version);
                    if (version.from() < event.at()) {
                        model.add(new Version(version.id(), version.from(), event.at(), version.status()));
                    }
                }
            }
            if (event.status().isPresent()) {
                model.add(
                        new Version(event.id(), event.at(), end, event.status().get()));
            }
        }

        private List<Version> found() {
            var found = new ArrayList<Version>();
            try (Rows rows = lake.table(spec).rows(RowQuery.all().select("id", "_valid_from", "_valid_to", "status"))) {
                while (rows.hasNext()) {
                    var row = rows.next();
                    found.add(new Version(
                            (Long) Objects.requireNonNull(row.get(0)),
                            ((OffsetDateTime) Objects.requireNonNull(row.get(1))).getMinute(),
                            row.get(2) instanceof OffsetDateTime to ? to.getMinute() : MINUTES,
                            String.valueOf(row.get(3))));
                }
            }
            return sorted(found);
        }
    }

    private static TableSpec history(int formatVersion) {
        TableSpec orders = Given.orders(Given.ORDERS.name());
        return TableSpec.history(orders.id(), orders.columns(), orders.key(), "updated_at")
                .withFormatVersion(formatVersion);
    }

    private static Message message(long offset, List<Event> events, boolean deletions) {
        return Given.message(
                offset,
                deletions ? Op.DELETE : Op.UPSERT,
                events.stream()
                        .map(event ->
                                order(event.id(), event.at(), event.status().orElse("")))
                        .toArray(String[]::new));
    }

    private static List<Event> events(Random random, boolean deletions) {
        List<Event> events = new ArrayList<>();
        int count = 1 + random.nextInt(RECORDS_MAX);
        for (int i = 0; i < count; i++) {
            events.add(new Event(
                    random.nextInt(KEYS),
                    random.nextInt(MINUTES),
                    deletions ? Optional.empty() : Optional.of("s" + random.nextInt(1000))));
        }
        return events;
    }

    private static List<Version> sorted(List<Version> versions) {
        return versions.stream()
                .sorted(Comparator.comparing(Version::id).thenComparing(Version::from))
                .toList();
    }
}
