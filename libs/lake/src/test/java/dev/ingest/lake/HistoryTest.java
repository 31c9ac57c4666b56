package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that keep every version of a key. */
class HistoryTest {

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;

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
    @ValueSource(ints = {2, 3})
    void newVersionEndsTheOneBeforeIt(int formatVersion) {
        table = lake.table(history(formatVersion));
        push(table, upsert(0, order(1, 10, "new"), order(2, 10, "new")));
        push(table, upsert(1, order(1, 20, "paid")));
        push(table, upsert(2, order(1, 30, "sent")));
        assertThat(versions()).containsExactly("1 10-20 new", "1 20-30 paid", "1 30- sent", "2 10- new");
    }

    @Test
    void versionsOfOneBatchFollowEachOther() {
        push(table, upsert(0, order(1, 30, "sent"), order(1, 10, "new"), order(1, 20, "paid"), order(1, 20, "again")));
        assertThat(versions()).containsExactly("1 10-20 new", "1 20-30 again", "1 30- sent");
    }

    @Test
    void lateVersionTakesItsPlaceBetweenTheOthers() {
        push(table, upsert(0, order(1, 10, "new"), order(1, 30, "sent")));
        push(table, upsert(1, order(1, 20, "paid")));
        push(table, upsert(2, order(1, 5, "draft")));
        assertThat(versions()).containsExactly("1 5-10 draft", "1 10-20 new", "1 20-30 paid", "1 30- sent");
    }

    @Test
    void deletionEndsAndOpensNothing() {
        push(table, upsert(0, order(1, 10, "new"), order(2, 10, "stays")));
        push(table, message(1, Op.DELETE, key(1, 20)));
        push(table, message(2, Op.DELETE, key(1, 25)));
        assertThat(versions()).containsExactly("1 10-20 new", "2 10- stays");
        push(table, upsert(3, order(1, 40, "back")));
        push(table, upsert(4, order(1, 30, "late in the gap"), order(1, 15, "late in the life")));
        push(table, message(5, Op.DELETE, key(1, 40)));
        assertThat(versions())
                .containsExactly("1 10-15 new", "1 15-20 late in the life", "1 30-40 late in the gap", "2 10- stays");
    }

    @Test
    void repeatsChangeNothing() {
        push(table, upsert(0, order(1, 10, "new")));
        push(table, upsert(1, order(1, 20, "paid")));
        int snapshots = table.snapshots().size();
        push(table, upsert(1, order(1, 20, "paid")));
        assertThat(table.snapshots()).hasSize(snapshots);
        push(table, upsert(2, order(1, 10, "new"), order(1, 20, "paid")));
        assertThat(versions()).containsExactly("1 10-20 new", "1 20- paid");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void sliceBringsVersionsOfAnyAge(int keysMax) {
        push(table, upsert(0, order(1, 10, "new"), order(1, 30, "sent"), order(2, 10, "new")));
        SliceAttempt slice = Given.slice(1, 'A');
        table.stage(
                slice,
                batch(
                        upsert(10, order(1, 20, "paid"), order(3, 10, "a")),
                        upsert(11, order(3, 20, "b"), order(4, 1, "x"))),
                NONE_REJECTED);
        table.stage(slice, batch(upsert(12, order(2, 40, "late"), order(3, 20, "c"))), NONE_REJECTED);
        var published = (PublishResult.Published) new Publish(table.engine(), keysMax)
                .publish(slice, new Expected(3, 6), Reached.all(Optional.empty()), Offsets.none());
        assertThat(versions())
                .containsExactly(
                        "1 10-20 new",
                        "1 20-30 paid",
                        "1 30- sent",
                        "2 10-40 new",
                        "2 40- late",
                        "3 10-20 a",
                        "3 20- c",
                        "4 1- x");
        assertThat(published.commit().rowsWritten()).isEqualTo(5);
        assertThat(published.commit().rowsDeleted()).isZero();
    }

    @Test
    void recordThatSaysNotWhenIsRejectedAndSoIsOneWithOurNames() {
        var rejected = new ArrayList<String>();
        table.push(
                batch(
                        upsert(0, "{\"id\":1}", "{\"id\":1,\"updated_at\":\"2026-01-01T10:00:00Z\",\"_VALID_to\":1}"),
                        message(1, Op.DELETE, "{\"id\":1}")),
                upTo(1),
                rejections -> rejections.forEach(each -> rejected.add(each.reason())));
        assertThat(rejected)
                .hasSize(3)
                .anySatisfy(reason -> assertThat(reason).contains("_VALID_to"))
                .filteredOn("cursor column updated_at has no value"::equals)
                .hasSize(2);
        assertThat(versions()).isEmpty();
    }

    @Test
    void newColumnsComeAsElsewhere() {
        push(table, upsert(0, order(1, 10, "new")));
        push(table, upsert(1, "{\"id\":1,\"updated_at\":\"2026-01-01T10:20:00Z\",\"courier\":\"x\"}"));
        push(table, upsert(2, order(1, 15, "late")));
        assertThat(versions()).containsExactly("1 10-15 new", "1 15-20 late", "1 20- null");
        assertThat(Given.rows(table, "_valid_from", "courier").values()).containsExactly("null", "null", "x");
    }

    @Test
    void tableIsFoundAsItWasMade() {
        TableSpec found = lake.find(table.id()).orElseThrow().spec();
        assertThat(found).isEqualTo(history(3));
        assertThatThrownBy(() -> TableSpec.history(
                        table.id(),
                        List.of(Column.optional("_valid_to", ColumnType.Scalar.LONG)),
                        List.of("a"),
                        "_valid_to"))
                .hasMessageContaining("_valid_to");
    }

    private static String key(long id, int minute) {
        return "{\"id\":%d,\"updated_at\":\"2026-01-01T10:%02d:00Z\"}".formatted(id, minute);
    }

    /** {@code id from-to status} in minutes, sorted. */
    private List<String> versions() {
        record Found(long id, int from, String text) {}
        var found = new ArrayList<Found>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "_valid_from", "_valid_to", "status"))) {
            while (rows.hasNext()) {
                var row = rows.next();
                int from = ((OffsetDateTime) java.util.Objects.requireNonNull(row.get(1))).getMinute();
                String to = row.get(2) instanceof OffsetDateTime end ? "" + end.getMinute() : "";
                found.add(new Found(
                        (Long) java.util.Objects.requireNonNull(row.get(0)),
                        from,
                        row.get(0) + " " + from + "-" + to + " " + row.get(3)));
            }
        }
        return found.stream()
                .sorted(java.util.Comparator.comparing(Found::id).thenComparing(Found::from))
                .map(Found::text)
                .toList();
    }

    private static TableSpec history(int formatVersion) {
        TableSpec orders = Given.orders("history-" + formatVersion);
        return TableSpec.history(
                        orders.id(),
                        orders.columns(),
                        orders.key(),
                        orders.cursor().orElseThrow())
                .withFormatVersion(formatVersion);
    }
}
