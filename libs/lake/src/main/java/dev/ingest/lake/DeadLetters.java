package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.value.Utf8;
import dev.ingest.lake.encode.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.iceberg.SnapshotRef;
import org.jspecify.annotations.Nullable;

/** The rejected records of a table: kept once each, read back for replay, marked when replayed. */
public final class DeadLetters {

    private static final List<Column> COLUMNS = List.of(
            Column.required("id", ColumnType.Scalar.STRING),
            Column.required("reason", ColumnType.Scalar.STRING),
            Column.required("record", ColumnType.Scalar.STRING),
            Column.required("stream", ColumnType.Scalar.STRING),
            Column.optional("slice", ColumnType.Scalar.STRING),
            Column.required("received_at", ColumnType.Scalar.TIMESTAMPTZ),
            Column.optional("replayed_at", ColumnType.Scalar.TIMESTAMPTZ),
            Column.optional("claim_uri", ColumnType.Scalar.STRING),
            Column.optional("claim_length", ColumnType.Scalar.LONG),
            Column.optional("claim_sha256", ColumnType.Scalar.STRING),
            Column.optional("replayed_by", ColumnType.Scalar.STRING),
            Column.optional("bytes", ColumnType.Scalar.BINARY));

    /** Places of columns whose values change, or are not kept as they are read. */
    private static final int RECEIVED_AT = 5;

    private static final int REPLAYED_AT = 6;
    private static final int REPLAYED_BY = 10;
    private static final int BYTES = 11;

    private final LakeTable table;

    DeadLetters(LakeTable table) {
        this.table = table;
    }

    static TableSpec spec(TableId id) {
        return TableSpec.upsert(id.deadLetters(), COLUMNS, List.of("id"), Optional.empty());
    }

    /** The table itself, for reading. */
    public LakeTable table() {
        return table;
    }

    /** Keeps rejected records. One that is kept already stays as it is, replayed or not. */
    public void add(List<Rejection> rejections, String stream, Optional<String> slice, Instant receivedAt) {
        List<Row> rows = rejections.stream()
                .map(rejection -> new Row.OfValues(
                        new @Nullable Object[] {
                            rejection.id(),
                            rejection.reason(),
                            new String(rejection.record(), StandardCharsets.UTF_8),
                            stream,
                            slice.orElse(null),
                            micros(receivedAt),
                            null,
                            rejection.claim().map(Claim::uri).orElse(null),
                            rejection.claim().map(Claim::length).orElse(null),
                            rejection.claim().map(Claim::sha256).orElse(null),
                            null,
                            noText(rejection.record()).orElse(null)
                        },
                        false))
                .map(Row.class::cast)
                .toList();
        commit(rows, Merge.FIRST);
    }

    /** Records that nobody has replayed, at most {@code limit} of them. */
    public List<DeadLetter> unreplayed(long limit) {
        var letters = new ArrayList<DeadLetter>();
        try (Unreplayed open = unreplayed(Optional.empty(), List.of())) {
            while (letters.size() < limit && open.hasNext()) {
                letters.add(open.next());
            }
        }
        return letters;
    }

    /**
     * Records that nobody has replayed, as they are at the call.
     *
     * @param stream of this stream only
     * @param ids of these ids only; any, if there are none
     */
    public Unreplayed unreplayed(Optional<String> stream, List<String> ids) {
        List<Filter> filters = new ArrayList<>();
        filters.add(new Filter.IsNull("replayed_at"));
        stream.ifPresent(name -> filters.add(Filter.equal("stream", name)));
        if (!ids.isEmpty()) {
            filters.add(new Filter.In("id", List.copyOf(new TreeSet<>(ids))));
        }
        return new Unreplayed(table.rows(RowQuery.all().where(new Filter.And(filters))));
    }

    /** Letters, read as they are asked for. */
    public static final class Unreplayed implements Iterator<DeadLetter>, AutoCloseable {
        private final Rows rows;

        private Unreplayed(Rows rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public DeadLetter next() {
            return letter(rows.next());
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Notes that records were replayed, or never will be. Ids that are not kept here are passed over. */
    public void markReplayed(Collection<String> ids, Instant replayedAt) {
        var marked = new ArrayList<Row>();
        ids(ids, row -> marked.add(marked(row, replayedAt, Optional.empty())));
        commit(marked, Merge.NEWEST);
    }

    /**
     * Takes letters for messages that replay them, before the commit of those messages: a letter is taken once, whatever becomes
     * of the process in between, because the same message may take it again and no other can.
     *
     * @param by the message that each is replayed by
     * @return those that are that message's; the others were replayed by others
     */
    public Set<String> take(Map<String, Position> by, Instant at) {
        Set<String> taken = new TreeSet<>();
        var fresh = new ArrayList<Row>();
        ids(by.keySet(), row -> {
            String id = text(row.get(0));
            String message = Objects.requireNonNull(by.get(id)).toString();
            if (row.get(REPLAYED_AT) == null) {
                fresh.add(marked(row, at, Optional.of(message)));
                taken.add(id);
            } else if (message.equals(row.get(REPLAYED_BY))) {
                taken.add(id);
            }
        });
        commit(fresh, Merge.NEWEST);
        return taken;
    }

    /** Gives letters back whose records still fit no row. */
    public void giveBack(Collection<String> ids) {
        var open = new ArrayList<Row>();
        ids(ids, row -> open.add(given(row)));
        commit(open, Merge.NEWEST);
    }

    /** What a text would replace is kept beside it: a replay is of the record that came. */
    private static Optional<ByteBuffer> noText(byte[] record) {
        return Utf8.malformed(record, 0, record.length) < 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(record));
    }

    private void ids(Collection<String> ids, Consumer<List<@Nullable Object>> each) {
        Set<String> wanted = new TreeSet<>(ids);
        if (wanted.isEmpty()) {
            return;
        }
        try (Rows rows = table.rows(RowQuery.all().where(new Filter.In("id", List.copyOf(wanted))))) {
            while (rows.hasNext()) {
                each.accept(rows.next());
            }
        }
    }

    private void commit(List<Row> rows, Merge merge) {
        if (rows.isEmpty()) {
            return;
        }
        synchronized (table) {
            Engine engine = table.engine();
            engine.table().refresh();
            Layout layout = engine.layout();
            List<Row> winners = Merge.winners(rows, layout);
            var done = engine.loop(SnapshotRef.MAIN_BRANCH).run((head, files) -> {
                var commit = new MainCommit(engine, head)
                        .kind(CommitFacts.Kind.UPKEEP, engine.history().progress(head));
                commit.merge(winners, layout, merge, files);
                return commit.update();
            });
            if (done.isEmpty()) {
                throw new IllegalStateException("a commit of dead letters found nothing to do");
            }
        }
    }

    private static DeadLetter letter(List<@Nullable Object> row) {
        return new DeadLetter(
                text(row.get(0)),
                text(row.get(1)),
                text(row.get(2)),
                Optional.ofNullable((ByteBuffer) row.get(BYTES)),
                Optional.ofNullable(row.get(7))
                        .map(uri ->
                                new Claim(uri.toString(), (long) Objects.requireNonNull(row.get(8)), text(row.get(9)))),
                text(row.get(3)),
                Optional.ofNullable(row.get(4)).map(Object::toString),
                ((OffsetDateTime) Objects.requireNonNull(row.get(5))).toInstant());
    }

    private static Row marked(List<@Nullable Object> row, Instant replayedAt, Optional<String> by) {
        return row(row, micros(replayedAt), by.orElse(null));
    }

    private static Row given(List<@Nullable Object> row) {
        return row(row, null, null);
    }

    private static Row row(List<@Nullable Object> row, @Nullable Long replayedAt, @Nullable String by) {
        @Nullable Object[] values = row.toArray();
        values[RECEIVED_AT] = micros(((OffsetDateTime) Objects.requireNonNull(row.get(RECEIVED_AT))).toInstant());
        values[REPLAYED_AT] = replayedAt;
        values[REPLAYED_BY] = by;
        return new Row.OfValues(values, false);
    }

    private static String text(@Nullable Object value) {
        return Objects.requireNonNull(value).toString();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
