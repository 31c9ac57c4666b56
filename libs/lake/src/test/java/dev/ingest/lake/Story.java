package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.UpkeepResult;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.iceberg.Snapshot;

/** One sequence of things that happen to a table, chosen by its seed, beside the model of it. */
class Story {

    /** Most defects need few events; some need a past. */
    private static final int EVENTS_FEW = 7;

    private static final int EVENTS_MANY = 16;
    private static final int MANY_ONE_IN = 8;
    private static final int KEYS = 7;
    private static final int NEW_FIELD_ONE_IN = 15;

    /** Looking costs as much as what is looked at; the end is always looked at. */
    private static final int CHECK_ONE_IN = 4;

    private static final int TRIES_MAX = 4;

    private static final List<Failing.Way> CRASHES =
            List.of(Failing.Way.REFUSED, Failing.Way.ANSWER_LOST, Failing.Way.DEAD, Failing.Way.HALF_WRITTEN);

    private static final List<List<String>> PARTITIONS = List.of(
            List.of(),
            List.of("status"),
            List.of("truncate(2, status)"),
            List.of("bucket(3, id)"),
            List.of("updated_at"),
            List.of("hour(updated_at)", "bucket(2, id)", "truncate(1, status)"));

    private static final List<List<String>> RICH_PARTITIONS = List.of(
            List.of(),
            List.of("truncate(2, status)"),
            List.of("n"),
            List.of("truncate(50, n)"),
            List.of("bucket(3, n)", "bucket(2, id)"),
            List.of("d"),
            List.of("truncate(100, d)"));

    private static final List<List<String>> ORDERS =
            List.of(List.of(), List.of("status desc"), List.of("updated_at", "id desc"));

    /** Rows are marked, or files written anew, or now this and now that. */
    private static final List<CopyOnWrite> WAYS =
            List.of(CopyOnWrite.NEVER, CopyOnWrite.USUAL, new CopyOnWrite(2, 0, Long.MAX_VALUE, 2));

    /** Whether orders have columns that become wider, and nested ones. */
    private final boolean rich;

    private final int seed;
    final RandomGenerator random;
    private TableSpec spec;
    private final MemoryLake lake;
    private Model model = new Model();
    private final Map<Long, Map<String, String>> past = new HashMap<>();
    private final List<String> told = new ArrayList<>();

    /** Each slice's pages of the attempt at hand, by slice number; none where it is published. */
    final Map<Long, Attempt> open = new HashMap<>();

    /** What was done once; whoever stood still meanwhile may do it again. */
    private final List<Consumer<LakeTable>> done = new ArrayList<>();

    /** As a process saw the table that stands still since. */
    private Optional<LakeTable> standing = Optional.empty();

    private int doneBefore;

    private long offset;
    long slices;
    private int attempts;
    private int days;
    private int crashes;
    private int compactions;
    private int forgotten;
    private int fenced;
    private final Map<Long, Long> rewritten = new HashMap<>();

    /** @param pages what each of them brought */
    record Attempt(SliceAttempt attempt, List<List<Model.Order>> pages) {

        List<Model.Order> orders() {
            return pages.stream().flatMap(List::stream).toList();
        }

        Expected expected() {
            return new Expected(pages.size(), orders().size());
        }
    }

    /** @param index of the processes that open the table */
    Story(int seed, KeyIndex index) {
        this(seed, Given.orders(), index);
    }

    Story(int seed, TableSpec table, KeyIndex index) {
        this.seed = seed;
        this.lake = new MemoryLake(index, WAYS.get(seed % WAYS.size()));
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.rich = random.nextBoolean();
        this.spec = (rich ? enriched(table) : table)
                .withFormatVersion(random.nextBoolean() ? 3 : 2)
                .with(random.nextBoolean() ? Arrangement.asItIs() : arrangement());
    }

    /**
     * What came of a sequence; its table is forgotten.
     *
     * @param fenced how often somebody came too late
     * @param rewritten files that merges wrote anew, as far as their commits were looked at
     * @param swaps how often the table was replaced
     */
    record Told(int crashes, int compactions, int forgotten, int fenced, long rewritten, int swaps) {

        static final Told NOTHING = new Told(0, 0, 0, 0, 0, 0);

        Told plus(Told other) {
            return new Told(
                    crashes + other.crashes,
                    compactions + other.compactions,
                    forgotten + other.forgotten,
                    fenced + other.fenced,
                    rewritten + other.rewritten,
                    swaps + other.swaps);
        }
    }

    final Told told() {
        tell();
        long anew = rewritten.values().stream().mapToLong(Long::longValue).sum();
        return new Told(crashes, compactions, forgotten, fenced, anew, swaps());
    }

    int swaps() {
        return 0;
    }

    private void tell() {
        try {
            boolean many = random.nextInt(MANY_ONE_IN) == 0;
            int events = many ? EVENTS_MANY : 1 + random.nextInt(EVENTS_FEW);
            for (int event = 0; event < events; event++) {
                happen();
                if (random.nextInt(CHECK_ONE_IN) == 0) {
                    check();
                }
            }
            check();
            if (many) {
                cleanUp();
                check();
                assertThat(lake.unreachable(spec))
                        .as("files that nothing refers to")
                        .isEmpty();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed %d, format %d:%n%s".formatted(seed, spec.formatVersion(), String.join("\n", told)), e);
        }
    }

    void happen() {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> push();
            case 3, 4 -> stage();
            case 5 -> retrySlice();
            case 6, 7 -> publish();
            default -> others();
        }
        if (random.nextInt(3) == 0) {
            others();
        }
    }

    /** Whatever happens to a table beside its merges. */
    final void others() {
        switch (random.nextInt(8)) {
            case 0 -> foreign();
            case 1 -> foreignExpiry();
            case 2 -> rearrange();
            case 3, 4, 5 -> zombie();
            default -> upkeep();
        }
    }

    private void push() {
        List<Model.Order> orders = orders(true);
        var messages = new ArrayList<Message>();
        for (Model.Order order : orders) {
            messages.add(Given.message(offset++, order.delete() ? Op.DELETE : Op.UPSERT, json(order)));
        }
        Offsets upTo = Given.upTo(offset - 1);
        despiteCrashes("push " + orders, table -> table.push(new Batch(messages), upTo, Given.NONE_REJECTED));
        model.apply(orders);
    }

    final void stage() {
        if (open.isEmpty() || random.nextBoolean()) {
            open.put(++slices, new Attempt(attempt(slices), new ArrayList<>()));
        }
        page(anyOpen());
    }

    /** The slice begins anew, as its next attempt. */
    final void retrySlice() {
        if (open.isEmpty()) {
            return;
        }
        long number = anyOpen();
        open.put(number, new Attempt(attempt(number), new ArrayList<>()));
        page(number);
    }

    private void page(long number) {
        Attempt slice = required(number);
        List<Model.Order> orders = orders(false);
        Message page = Given.upsert(offset++, orders.stream().map(this::json).toArray(String[]::new));
        despiteCrashes(
                "stage %s %s".formatted(slice.attempt().branch(), orders),
                table -> table.stage(slice.attempt(), new Batch(List.of(page)), Given.NONE_REJECTED));
        slice.pages().add(orders);
    }

    private void publish() {
        if (open.isEmpty()) {
            return;
        }
        long number = anyOpen();
        Attempt slice = required(number);
        Expected expected = slice.expected();
        despiteCrashes(
                "publish " + slice.attempt().branch(),
                table -> table.publish(slice.attempt(), expected, Optional.empty(), Offsets.none()));
        model.apply(slice.orders());
        open.remove(number);
    }

    /** What the table holds from now on, whatever it held. */
    final void replaced(Model now) {
        model = now;
    }

    /** Someone who knows nothing of us commits. */
    private void foreign() {
        told.add("foreign commit");
        lake.table(spec).engine().table().newAppend().commit();
    }

    /** Someone who knows nothing of us forgets all of main's past; if the past alone knows what is applied, that is the end. */
    private void foreignExpiry() {
        LakeTable table = lake.table(spec);
        if (History.carries(table.engine().main())) {
            told.add("foreign expiry");
            table.engine()
                    .table()
                    .expireSnapshots()
                    .expireOlderThan(Long.MAX_VALUE)
                    .retainLast(1)
                    .commit();
        }
    }

    /** A process that stood still goes on with what it had in hand, and others have done; or one begins to stand still. */
    private void zombie() {
        if (standing.isEmpty()) {
            standing = Optional.of(lake.table(spec));
            doneBefore = done.size();
        } else if (doneBefore < done.size()) {
            int which = random.nextInt(doneBefore, done.size());
            told.add("again, by one that stood still: " + which);
            try {
                done.get(which).accept(standing.get());
            } catch (RuntimeException e) {
                told.add("  -> " + e);
                fenced++;
            }
            standing = Optional.empty();
        }
    }

    /** Whoever opens the table next, in the middle of whatever, finds another declaration. */
    private void rearrange() {
        spec = spec.with(arrangement());
        told.add("declared " + spec.arrangement());
    }

    private Arrangement arrangement() {
        List<List<String>> partitions = rich ? RICH_PARTITIONS : PARTITIONS;
        return Arrangement.parse(
                Optional.of(partitions.get(random.nextInt(partitions.size()))),
                Optional.of(ORDERS.get(random.nextInt(ORDERS.size()))));
    }

    private void upkeep() {
        days += random.nextInt(3) * 5;
        Failing failing = random.nextInt(3) == 0 ? Failing.never() : failing(false);
        told.add("upkeep on day " + days);
        upkeep(failing);
        told.add("  " + failing);
    }

    private void upkeep(Failing failing) {
        LakeTable table;
        try {
            table = lake.table(spec, failing);
        } catch (RuntimeException dead) {
            crashes++;
            return;
        }
        UpkeepResult result = MemoryLake.upkeep(table, days);
        for (UpkeepStep step : result.steps()) {
            told.add("  " + step);
            switch (step) {
                case UpkeepStep.Compacted _ -> compactions++;
                case UpkeepStep.Expired(int snapshots) -> forgotten += snapshots;
                case UpkeepStep.Dropped _ -> crashes++;
                case UpkeepStep.Stamped _,
                        UpkeepStep.BranchesDropped _,
                        UpkeepStep.ManifestsRewritten _,
                        UpkeepStep.MetadataTrimmed _,
                        UpkeepStep.OrphansRemoved _ -> {}
            }
        }
    }

    /** Two rounds: the second removes what only became old by the first. */
    private void cleanUp() {
        for (int round = 0; round < 2; round++) {
            days += 20;
            told.add("clean up on day " + days);
            upkeep(Failing.never());
        }
    }

    /** Does something in a process that may die of it, then again in others until it is done. */
    final void despiteCrashes(String what, Consumer<LakeTable> work) {
        Failing failing = random.nextInt(3) == 0 ? failing(true) : Failing.never();
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            told.add(what);
            try {
                work.accept(lake.table(spec, failing));
                told.add("  " + failing);
                done.add(work);
                return;
            } catch (RuntimeException e) {
                told.add("  " + failing + " -> " + e);
                crashes++;
                failing = Failing.never();
            }
        }
        throw new AssertionError("not done: " + what);
    }

    private Failing failing(boolean reads) {
        Failing.Way way = CRASHES.get(random.nextInt(CRASHES.size()));
        return Failing.at(
                way, 1 + random.nextInt(25), reads ? EnumSet.allOf(Failing.Kind.class) : Failing.Kind.CHANGES);
    }

    /** The rows are those of the model, now and at every snapshot that was looked at when it was main's. */
    private void check() {
        LakeTable table = lake.table(spec);
        assertThat(rows(table, RowQuery.all())).as("rows").isEqualTo(model.rows());
        assertThat(table.count()).as("count").isEqualTo(model.rows().size());
        if (offset > 0 && table.progress().offsets().of(Given.TOPIC, 0).isPresent()) {
            assertThat(table.progress().offsets().of(Given.TOPIC, 0).getAsLong())
                    .isLessThan(offset);
        }
        List<SnapshotInfo> snapshots = table.snapshots();
        past.put(snapshots.getLast().id(), model.rows());
        Snapshot head = table.engine().main();
        rewritten.put(head.snapshotId(), Summary.number(head, Summary.FILES_REWRITTEN));
        SnapshotInfo any = snapshots.get(random.nextInt(snapshots.size()));
        if (past.containsKey(any.id())) {
            assertThat(rows(table, RowQuery.all().asOf(any.id())))
                    .as("rows at snapshot " + any.id())
                    .isEqualTo(past.get(any.id()));
        }
    }

    private List<Model.Order> orders(boolean deletes) {
        var orders = new ArrayList<Model.Order>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            long id = random.nextInt(KEYS);
            boolean delete = deletes && random.nextInt(5) == 0;
            orders.add(new Model.Order(
                    id,
                    delete ? Model.Order.NEWER_THAN_ALL : random.nextInt(60),
                    "s" + random.nextInt(1000),
                    rich ? n() : -1,
                    delete));
        }
        return orders;
    }

    /** Now and then one that is too wide for the column as it was declared. */
    private long n() {
        return random.nextInt(5) == 0 ? random.nextLong(1L << 40) : random.nextInt(90);
    }

    private static TableSpec enriched(TableSpec table) {
        var columns = new ArrayList<>(table.columns());
        columns.add(Column.optional("n", ColumnType.Scalar.INT));
        columns.add(Column.optional("d", ColumnType.parse("decimal(3,1)")));
        columns.add(Column.optional("x", ColumnType.parse("struct<a: int, tags: list<string>>")));
        return new TableSpec(
                table.id(),
                columns,
                table.key(),
                table.cursor(),
                table.mergeMode(),
                table.formatVersion(),
                table.policy(),
                table.arrangement());
    }

    /** As the model has them. */
    private Map<String, String> rows(LakeTable table, RowQuery query) {
        if (!rich) {
            return Given.rows(table, query.select("id", "status"));
        }
        var found = new TreeMap<String, String>();
        try (Rows rows = table.rows(query.select("id", "status", "n", "d", "x"))) {
            rows.forEachRemaining(row -> {
                var fields = new TreeMap<String, Object>();
                ((Map<?, ?>) Objects.requireNonNull(row.get(4))).forEach((name, value) -> {
                    if (value != null) {
                        fields.put(String.valueOf(name), value);
                    }
                });
                assertThat(found.put(
                                String.valueOf(row.get(0)),
                                "%s %s %s %s".formatted(row.get(1), row.get(2), row.get(3), fields)))
                        .isNull();
            });
        }
        return found;
    }

    final long anyOpen() {
        List<Long> numbers = open.keySet().stream().sorted().toList();
        return numbers.get(random.nextInt(numbers.size()));
    }

    final Attempt required(long number) {
        return Objects.requireNonNull(open.get(number));
    }

    /** ULIDs of the year 2033 or so, so that branches do not go for their age. */
    private SliceAttempt attempt(long number) {
        return new SliceAttempt(
                "demo/orders", run(), "slice-" + number, number, "01XXXXXXXX%016d".formatted(++attempts));
    }

    /** The run that slices belong to now. */
    String run() {
        return "run-1";
    }

    /** Now and then a record has a field that the table has not heard of. */
    private String json(Model.Order order) {
        String json = order.json();
        return order.delete() || random.nextInt(NEW_FIELD_ONE_IN) != 0
                ? json
                : json.replaceFirst("\\{", "{\"further_%d\":\"x\",".formatted(random.nextInt(3)));
    }
}
