package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that commits, as {@link CrashTest} lets it fail. */
final class Works {

    private static final Refresh RUN = new Refresh("demo/orders", "run-1");

    /** Of a partition of its own. */
    private static final Message BESIDE = new Message(
            new Position(Given.TOPIC, 1, 7),
            Op.UPSERT,
            (order(1, 25, "beside") + "\n" + order(9, 1, "beside")).getBytes(StandardCharsets.UTF_8));

    private static final Message OTHER_ROWS_BESIDE = new Message(
            new Position(Given.TOPIC, 1, 7), Op.UPSERT, order(9, 1, "beside").getBytes(StandardCharsets.UTF_8));

    private static final Map<String, String> OLD = Map.of("1", "old", "2", "newer", "3", "stays");

    private Works() {}

    static List<Crashed> all() {
        return List.of(
                creation(orders()),
                append(TableSpec.append(Given.ORDERS, orders().columns())),
                push(orders()),
                slicePublished(orders()),
                nextAttempt(orders()),
                refresh(TableSpec.fullRefresh(Given.ORDERS, orders().columns(), orders().key(), orders().cursor())),
                history(historic()),
                historySlice(historic()),
                upkeep(orders()),
                lettersKept(),
                letterTaken(),
                letterGivenBack());
    }

    /** With position deletes, what deletes. */
    static List<Crashed> ofVersion2() {
        return List.of(
                push(orders().withFormatVersion(2)),
                slicePublished(orders().withFormatVersion(2)),
                history(historic().withFormatVersion(2)),
                upkeep(orders().withFormatVersion(2)));
    }

    /** What replaces rows, where what is left of a file is written along. */
    static List<Crashed> writtenAnew() {
        return Stream.of(
                        push(orders()),
                        push(orders().withFormatVersion(2)),
                        slicePublished(orders()),
                        historyOfOne(historic()),
                        letterTaken())
                .map(Crashed::writingAnew)
                .toList();
    }

    private static TableSpec historic() {
        return TableSpec.history(Given.ORDERS, orders().columns(), orders().key(), "updated_at");
    }

    private static Crashed creation(TableSpec spec) {
        return new Crashed(
                "creation and first push",
                spec,
                table -> Optional.empty(),
                table -> pushed(table, OLD_ROWS),
                List.of("id", "status"),
                OLD,
                BESIDE,
                Map.of("1", "beside", "2", "newer", "3", "stays", "9", "beside"),
                Set.of());
    }

    private static Crashed append(TableSpec spec) {
        return new Crashed(
                "append",
                spec,
                table -> pushed(table, OLD_ROWS),
                table -> pushed(table, upsert(1, order(4, 1, "new"), order(5, 1, "new"))),
                List.of("id", "status"),
                Map.of("1", "old", "2", "newer", "3", "stays", "4", "new", "5", "new"),
                OTHER_ROWS_BESIDE,
                Map.of("1", "old", "2", "newer", "3", "stays", "4", "new", "5", "new", "9", "beside"),
                Set.of());
    }

    /** Rows replaced, deleted and late, and a column that is new. */
    private static Crashed push(TableSpec spec) {
        return new Crashed(
                "upsert and delete",
                spec,
                table -> pushed(table, OLD_ROWS),
                table -> pushed(
                        table,
                        upsert(
                                1,
                                order(1, 20, "paid"),
                                "{\"id\":4,\"status\":\"new\",\"courier\":\"x\"}",
                                order(2, 5, "late")),
                        message(2, Op.DELETE, "{\"id\":3}")),
                List.of("id", "status"),
                Map.of("1", "paid", "2", "newer", "4", "new"),
                BESIDE,
                Map.of("1", "beside", "2", "newer", "4", "new", "9", "beside"),
                Set.of());
    }

    private static Crashed slicePublished(TableSpec spec) {
        return new Crashed(
                "slice",
                spec,
                table -> pushed(table, OLD_ROWS),
                table -> {
                    SliceAttempt slice = slice(1, 'A');
                    Batch pages = batch(
                            upsert(10, order(1, 30, "sent"), order(2, 30, "late")),
                            upsert(11, order(1, 20, "paid"), order(4, 1, "new")));
                    table.stage(slice, pages, NONE_REJECTED);
                    return told(table.publish(slice, new Expected(2, 4), Optional.of("c"), Offsets.none()));
                },
                List.of("id", "status"),
                Map.of("1", "sent", "2", "newer", "3", "stays", "4", "new"),
                BESIDE,
                Map.of("1", "sent", "2", "newer", "3", "stays", "4", "new", "9", "beside"),
                Set.of());
    }

    /** A restart that finds a branch half written, of an attempt that will not go on. */
    private static Crashed nextAttempt(TableSpec spec) {
        return new Crashed(
                "next attempt",
                spec,
                table -> {
                    var _ = pushed(table, OLD_ROWS);
                    table.stage(slice(1, 'A'), batch(upsert(10, order(1, 40, "first try"))), NONE_REJECTED);
                    return Optional.empty();
                },
                table -> {
                    SliceAttempt slice = slice(1, 'B');
                    table.stage(slice, batch(upsert(12, order(1, 30, "sent"))), NONE_REJECTED);
                    table.stage(slice, batch(upsert(13, order(4, 1, "new"))), NONE_REJECTED);
                    return told(table.publish(slice, new Expected(2, 2), Optional.of("c"), Offsets.none()));
                },
                List.of("id", "status"),
                Map.of("1", "sent", "2", "newer", "3", "stays", "4", "new"),
                BESIDE,
                Map.of("1", "sent", "2", "newer", "3", "stays", "4", "new", "9", "beside"),
                Set.of());
    }

    private static Crashed refresh(TableSpec spec) {
        return new Crashed(
                "full refresh",
                spec,
                Works::givenUp,
                table -> {
                    SliceAttempt one = slice(1, 'A');
                    table.stage(one, batch(upsert(11, order(1, 30, "sent"), order(2, 40, "newer"))), NONE_REJECTED);
                    table.collect(one, new Expected(1, 2), Reached.all(Optional.empty()));
                    SliceAttempt two = slice(2, 'A');
                    table.stage(two, batch(upsert(12, order(1, 10, "late"), order(4, 1, "new"))), NONE_REJECTED);
                    table.collect(two, new Expected(1, 2), Reached.all(Optional.empty()));
                    return told(table.swap(RUN, new Collected(2, 2, 4)));
                },
                List.of("id", "status"),
                Map.of("1", "sent", "2", "newer", "4", "new"),
                BESIDE,
                Map.of(),
                // a table that is brought anew is not pushed to
                Set.of(Crashed.Other.WRITER));
    }

    /** Rows, and what a run has collected that will not go on. */
    private static Optional<CommitFacts> givenUp(LakeTable table) {
        var _ = pushed(table, OLD_ROWS);
        SliceAttempt slice = new SliceAttempt(RUN.stream(), "run-0", "slice-0", 1, "01XXXXXXXX" + "0".repeat(16));
        table.stage(slice, batch(upsert(10, order(7, 1, "given up"))), NONE_REJECTED);
        table.collect(slice, new Expected(1, 1), Reached.all(Optional.empty()));
        return Optional.empty();
    }

    /** Two versions in place of one: what ends the older and what begins the newer are one commit. */
    private static Crashed history(TableSpec spec) {
        return new Crashed(
                "history",
                spec,
                table -> pushed(table, upsert(0, order(1, 10, "old"))),
                table -> pushed(table, upsert(1, order(1, 20, "new"))),
                List.of("status", "_valid_to"),
                Map.of("old", "2026-01-01T10:20Z", "new", "null"),
                OTHER_ROWS_BESIDE,
                Map.of("old", "2026-01-01T10:20Z", "new", "null", "beside", "null"),
                Set.of());
    }

    /** The version that ends now and the one that stays are of one file. */
    private static Crashed historyOfOne(TableSpec spec) {
        return new Crashed(
                "history of one of two",
                spec,
                table -> pushed(table, upsert(0, order(1, 10, "old"), order(3, 1, "stays"))),
                table -> pushed(table, upsert(1, order(1, 20, "new"))),
                List.of("status", "_valid_to"),
                Map.of("old", "2026-01-01T10:20Z", "new", "null", "stays", "null"),
                OTHER_ROWS_BESIDE,
                Map.of("old", "2026-01-01T10:20Z", "new", "null", "stays", "null", "beside", "null"),
                Set.of());
    }

    private static Crashed historySlice(TableSpec spec) {
        return new Crashed(
                "history of a slice",
                spec,
                table -> pushed(table, upsert(0, order(1, 10, "old"), order(1, 30, "last"))),
                table -> {
                    SliceAttempt slice = slice(1, 'A');
                    table.stage(slice, batch(upsert(10, order(1, 20, "between"), order(4, 1, "first"))), NONE_REJECTED);
                    table.stage(slice, batch(upsert(11, order(4, 2, "second"))), NONE_REJECTED);
                    return told(table.publish(slice, new Expected(2, 3), Optional.of("c"), Offsets.none()));
                },
                List.of("status", "_valid_to"),
                Map.of(
                        "old", "2026-01-01T10:20Z",
                        "between", "2026-01-01T10:30Z",
                        "last", "null",
                        "first", "2026-01-01T10:02Z",
                        "second", "null"),
                OTHER_ROWS_BESIDE,
                Map.of(
                        "old", "2026-01-01T10:20Z",
                        "between", "2026-01-01T10:30Z",
                        "last", "null",
                        "first", "2026-01-01T10:02Z",
                        "second", "null",
                        "beside", "null"),
                Set.of());
    }

    /** One that is kept already, and one that is new. */
    private static Crashed lettersKept() {
        return letters(
                "dead letters kept",
                letters -> {},
                letters -> letters.add(
                        List.of(rejection(1, "kept again"), rejection(3, "kept")), "orders", Optional.empty(), AT),
                Map.of("1", "kept null", "2", "kept null", "3", "kept null"));
    }

    private static Crashed letterTaken() {
        return letters(
                "dead letter taken",
                letters -> {},
                letters -> assertThat(letters.take(Map.of(ID + 1, MESSAGE, "unheard of", MESSAGE), AT))
                        .containsExactly(ID + 1),
                Map.of("1", "kept " + MESSAGE, "2", "kept null"));
    }

    private static Crashed letterGivenBack() {
        return letters(
                "dead letter given back",
                letters -> assertThat(letters.take(Map.of(ID + 1, MESSAGE), AT)).hasSize(1),
                letters -> letters.giveBack(List.of(ID + 1)),
                Map.of("1", "kept null", "2", "kept null"));
    }

    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final Position MESSAGE = new Position(Given.TOPIC, 0, 7);

    /** What the ids of dead letters begin with. */
    private static final String ID = Given.TOPIC + "-0-4-";

    /** Of two letters that are there. They are nobody's records: no commit is told of, and no offsets are theirs. */
    private static Crashed letters(
            String name, Consumer<DeadLetters> before, Consumer<DeadLetters> work, Map<String, String> after) {
        Map<String, String> byId =
                after.entrySet().stream().collect(Collectors.toMap(row -> ID + row.getKey(), Map.Entry::getValue));
        return new Crashed(
                name,
                DeadLetters.spec(Given.ORDERS),
                table -> {
                    var letters = new DeadLetters(table);
                    letters.add(List.of(rejection(1, "kept"), rejection(2, "kept")), "orders", Optional.empty(), AT);
                    before.accept(letters);
                    return Optional.empty();
                },
                table -> {
                    work.accept(new DeadLetters(table));
                    return Optional.empty();
                },
                List.of("id", "reason", "replayed_by"),
                byId,
                BESIDE,
                byId,
                Set.of(Crashed.Other.WRITER));
    }

    private static Rejection rejection(int index, String reason) {
        return Rejection.at(
                new Position(Given.TOPIC, 0, 4), index, reason, "nonsense".getBytes(StandardCharsets.UTF_8));
    }

    /** All of its steps are due: someone else's commit is on top, a branch is over, files are small, and there is a past. */
    private static Crashed upkeep(TableSpec spec) {
        return new Crashed(
                "upkeep",
                spec,
                Works::worn,
                table -> {
                    var _ = MemoryLake.upkeep(table, 20);
                    return Optional.empty();
                },
                List.of("id", "status"),
                Map.of("1", "at 3", "2", "newer", "3", "stays", "4", "new"),
                OTHER_ROWS_BESIDE,
                Map.of("1", "at 3", "2", "newer", "3", "stays", "4", "new", "9", "beside"),
                // with a stranger's commit on top it forgets what is applied: OthersTest has what becomes of that
                Set.of(Crashed.Other.EXPIRY));
    }

    private static Optional<CommitFacts> worn(LakeTable table) {
        var _ = pushed(table, OLD_ROWS);
        for (int i = 1; i <= 3; i++) {
            var _ = pushed(table, upsert(i, order(1, 10 + i, "at " + i)));
        }
        SliceAttempt slice = slice(1, 'A');
        table.stage(slice, batch(upsert(10, order(4, 1, "new"))), NONE_REJECTED);
        long staged = table.engine().branch(slice).orElseThrow().snapshotId();
        table.publish(slice, new Expected(1, 1), Optional.of("c"), Offsets.none());
        var others = table.engine().table();
        others.manageSnapshots().createBranch(slice.branch(), staged).commit();
        others.updateProperties()
                .set("write.metadata.delete-after-commit.enabled", "false")
                .commit();
        others.newAppend().commit();
        return Optional.empty();
    }

    private static final Message OLD_ROWS = upsert(0, order(1, 10, "old"), order(2, 40, "newer"), order(3, 1, "stays"));

    /** An attempt whose ULID is of the year 2033 or so: its branch does not go for its age. */
    private static SliceAttempt slice(long number, char attempt) {
        return new SliceAttempt(
                "demo/orders", "run-1", "slice-" + number, number, "01XXXXXXXX" + "0".repeat(15) + attempt);
    }

    private static Optional<CommitFacts> pushed(LakeTable table, Message... messages) {
        PushResult result = Given.push(table, messages);
        return result.commit().or(() -> result.before().stream().findFirst());
    }

    private static Optional<CommitFacts> told(PublishResult result) {
        return switch (result) {
            case PublishResult.Published(CommitFacts commit) -> Optional.of(commit);
            case PublishResult.AlreadyApplied(Optional<CommitFacts> commit) -> commit;
            case PublishResult.Superseded(String newer) -> throw new AssertionError("superseded by " + newer);
        };
    }
}
