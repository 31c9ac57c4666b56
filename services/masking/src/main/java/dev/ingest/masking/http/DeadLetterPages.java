package dev.ingest.masking.http;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.lake.Filter;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One list of a tenant's dead letters, although each table's lie beside it, by table and id. A page holds no record, and is put
 * together with no more in memory than it shows.
 */
@Singleton
class DeadLetterPages {
    private final Tables tables;

    DeadLetterPages(Tables tables) {
        this.tables = tables;
    }

    /**
     * @param reason what did not fit and what was expected; it quotes no value
     * @param receivedAt when it was rejected
     */
    @RegisterForReflection
    public record Letter(
            String namespace,
            String table,
            String id,
            String reason,
            String stream,
            @Nullable String slice,
            String receivedAt,
            @Nullable String replayedAt) {}

    /** @param next what to give as {@code after} for the next page; none on the last */
    @RegisterForReflection
    public record Page(List<Letter> letters, @Nullable String next) {}

    /**
     * What is asked for.
     *
     * @param table of this table only
     * @param replayed replayed ones only, or only those that nobody has replayed
     * @param reason whose reason contains this
     */
    record Query(
            Optional<TableRef> table,
            Optional<Boolean> replayed,
            Optional<String> reason,
            Optional<Place> after,
            int limit) {}

    /** Where a page ended: {@code namespace.table/id}. */
    record Place(String table, String id) {
        static Place parse(String text) {
            int slash = text.indexOf('/');
            if (slash < 1) {
                throw new IllegalArgumentException(
                        "after: '%s' (expected: what an earlier page gave as next)".formatted(text));
            }
            return new Place(text.substring(0, slash), text.substring(slash + 1));
        }
    }

    Page page(String tenant, Query query) {
        var letters = new ArrayList<Letter>();
        for (TableSpec spec : specs(tenant, query)) {
            int room = query.limit() + 1 - letters.size();
            if (room == 0) {
                break;
            }
            tables.deadLettersOf(spec, found -> first(spec.table(), found, query, room))
                    .ifPresent(letters::addAll);
        }
        if (letters.size() <= query.limit()) {
            return new Page(letters, null);
        }
        letters.removeLast();
        Letter last = letters.getLast();
        return new Page(letters, last.namespace() + "." + last.table() + "/" + last.id());
    }

    private List<TableSpec> specs(String tenant, Query query) {
        return tables.specs(tenant).stream()
                .filter(spec -> query.table().map(spec.table()::equals).orElse(true))
                .filter(spec -> query.after()
                        .map(after -> spec.table().toString().compareTo(after.table()) >= 0)
                        .orElse(true))
                .sorted(Comparator.comparing(spec -> spec.table().toString()))
                .toList();
    }

    /** The first letters of a table by id. */
    private static List<Letter> first(TableRef table, LakeTable letters, Query query, int room) {
        var first = new TreeMap<String, Letter>();
        RowQuery rows = RowQuery.all()
                .select("id", "reason", "stream", "slice", "received_at", "replayed_at")
                .where(filter(table, query));
        try (Rows found = letters.rows(rows)) {
            while (found.hasNext()) {
                Letter letter = letter(table, found.nextByName());
                if (query.reason().map(letter.reason()::contains).orElse(true)) {
                    first.put(letter.id(), letter);
                    if (first.size() > room) {
                        first.pollLastEntry();
                    }
                }
            }
        }
        return List.copyOf(first.values());
    }

    private static Filter filter(TableRef table, Query query) {
        List<Filter> filters = new ArrayList<>();
        query.replayed()
                .ifPresent(
                        yes -> filters.add(yes ? new Filter.NotNull("replayed_at") : new Filter.IsNull("replayed_at")));
        query.after()
                .filter(after -> after.table().equals(table.toString()))
                .ifPresent(after -> filters.add(new Filter.Compare("id", Filter.Comparison.GREATER, after.id())));
        return new Filter.And(filters);
    }

    private static Letter letter(TableRef table, Map<String, @Nullable Object> row) {
        return new Letter(
                table.namespace(),
                table.name(),
                Objects.requireNonNull(text(row.get("id"))),
                Objects.requireNonNull(text(row.get("reason"))),
                Objects.requireNonNull(text(row.get("stream"))),
                text(row.get("slice")),
                Objects.requireNonNull(text(row.get("received_at"))),
                text(row.get("replayed_at")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant().toString();
            case Object other -> other.toString();
        };
    }
}
