package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any sequence of pushes, deletions, slices and repeats leaves the history that a list of intervals does. */
class HistoryModelTest {

    private static final int KEYS = 4;
    private static final int MINUTES = 30;
    private static final int STEPS = 8;
    private static final int RECORDS_MAX = 6;

    /** @param to its end, {@link #MINUTES} while there is none */
    private record Version(long id, int from, int to, String status) {}

    private record Event(long id, int at, Optional<String> status) {}

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;
    private final List<Version> model = new ArrayList<>();
    private long offset;
    private long slice;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
        table = lake.table(history(3));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void tableIsWhatTheModelIs(long seed) {
        var random = new Random(seed);
        TableSpec spec = history(random.nextBoolean() ? 2 : 3);
        for (int step = 0; step < STEPS; step++) {
            // every step looks at the table for the first time, as after a restart
            table = lake.table(spec);
            boolean deletions = random.nextInt(4) == 0;
            List<Event> events = events(random, deletions);
            if (!deletions && random.nextInt(3) == 0) {
                publish(events);
            } else {
                push(events, deletions);
            }
            events.stream().sorted(Comparator.comparing(Event::at)).forEach(this::apply);
            assertThat(found()).as("seed %d, step %d", seed, step).isEqualTo(sorted(model));
        }
    }

    private static TableSpec history(int formatVersion) {
        TableSpec orders = Given.orders("orders-" + formatVersion);
        return TableSpec.history(orders.id(), orders.columns(), orders.key(), "updated_at")
                .withFormatVersion(formatVersion);
    }

    private void push(List<Event> events, boolean deletions) {
        Message message = message(offset++, events, deletions);
        table.push(batch(message), upTo(message.position().offset()), NONE_REJECTED);
        table.push(batch(message), upTo(message.position().offset()), NONE_REJECTED);
    }

    private void publish(List<Event> events) {
        SliceAttempt attempt = Given.slice(++slice, 'A');
        int half = events.size() / 2;
        table.stage(attempt, batch(message(offset++, events.subList(0, half), false)), NONE_REJECTED);
        table.stage(attempt, batch(message(offset++, events.subList(half, events.size()), false)), NONE_REJECTED);
        for (int times = 0; times < 2; times++) {
            new Publish(table.engine(), 2)
                    .publish(attempt, new Expected(2, events.size()), Reached.all(Optional.empty()), Offsets.none());
        }
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
            model.add(new Version(event.id(), event.at(), end, event.status().get()));
        }
    }

    private List<Version> found() {
        var found = new ArrayList<Version>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "_valid_from", "_valid_to", "status"))) {
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

    private static List<Version> sorted(List<Version> versions) {
        return versions.stream()
                .sorted(Comparator.comparing(Version::id).thenComparing(Version::from))
                .toList();
    }
}
