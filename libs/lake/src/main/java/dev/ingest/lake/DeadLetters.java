package dev.ingest.lake;

import dev.ingest.contracts.record.Claim;
import dev.ingest.lake.encode.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
            Column.optional("claim_sha256", ColumnType.Scalar.STRING));

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
                            rejection.claim().map(Claim::sha256).orElse(null)
                        },
                        false))
                .map(Row.class::cast)
                .toList();
        commit(rows, Merge.FIRST);
    }

    /** Records that nobody has replayed, at most {@code limit} of them. */
    public List<DeadLetter> unreplayed(long limit) {
        var letters = new ArrayList<DeadLetter>();
        try (Rows rows = table.rows(
                RowQuery.all().where(new Filter.IsNull("replayed_at")).first(limit))) {
            while (rows.hasNext()) {
                letters.add(letter(rows.next()));
            }
        }
        return letters;
    }

    /** Notes that records were replayed. Ids that are not kept here are passed over. */
    public void markReplayed(Collection<String> ids, Instant replayedAt) {
        Set<String> wanted = new TreeSet<>(ids);
        if (wanted.isEmpty()) {
            return;
        }
        var marked = new ArrayList<Row>();
        try (Rows rows = table.rows(RowQuery.all().where(new Filter.In("id", List.copyOf(wanted))))) {
            while (rows.hasNext()) {
                marked.add(marked(letter(rows.next()), replayedAt));
            }
        }
        commit(marked, Merge.NEWEST);
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
                Optional.ofNullable(row.get(7))
                        .map(uri ->
                                new Claim(uri.toString(), (long) Objects.requireNonNull(row.get(8)), text(row.get(9)))),
                text(row.get(3)),
                Optional.ofNullable(row.get(4)).map(Object::toString),
                ((OffsetDateTime) Objects.requireNonNull(row.get(5))).toInstant());
    }

    private static Row marked(DeadLetter letter, Instant replayedAt) {
        @Nullable
        Object[] values = {
            letter.id(),
            letter.reason(),
            letter.record(),
            letter.stream(),
            letter.slice().orElse(null),
            micros(letter.receivedAt()),
            micros(replayedAt),
            letter.claim().map(Claim::uri).orElse(null),
            letter.claim().map(Claim::length).orElse(null),
            letter.claim().map(Claim::sha256).orElse(null)
        };
        return new Row.OfValues(values, false);
    }

    private static String text(@Nullable Object value) {
        return Objects.requireNonNull(value).toString();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
