package dev.ingest.writer.stack;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import dev.ingest.contracts.config.TableSpec;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.ClaimStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A tenant of one test, with one table of orders. */
public final class Tenant {
    private static final Ulid IDS = new Ulid(Clock.systemUTC());

    private final Service service;
    private final String id;
    private final TableRef table;

    Tenant(Service service, String id, TableRef table) {
        this.service = service;
        this.id = id;
        this.table = table;
    }

    public String id() {
        return id;
    }

    public TableRef table() {
        return table;
    }

    public String key() {
        return table.key(id);
    }

    /** Orders by id, the newest {@code version} wins. */
    public TableSpec upserts() {
        return spec(MergeMode.UPSERT, List.of("id"), Optional.of("version"), 1000);
    }

    /** {@link #upserts} with one column more; columns become wider by declaration only. */
    public TableSpec with(ColumnSpec column) {
        return with(upserts(), column);
    }

    /** {@link #appends} with one column more; columns become wider by declaration only. */
    public TableSpec appendsWith(ColumnSpec column) {
        return with(appends(), column);
    }

    private TableSpec with(TableSpec spec, ColumnSpec column) {
        return new TableSpec(
                id,
                table,
                spec.destination(),
                Stream.concat(spec.columns().stream(), Stream.of(column)).toList(),
                spec.key(),
                spec.cursor(),
                spec.merge(),
                spec.formatVersion(),
                spec.batch(),
                SchemaPolicy.FREEZE,
                Optional.empty(),
                Optional.empty());
    }

    /** {@link #appends} somewhere else. */
    public TableSpec appendsIn(DestinationSpec destination) {
        TableSpec spec = appends();
        return new TableSpec(
                id,
                table,
                destination,
                spec.columns(),
                spec.key(),
                spec.cursor(),
                spec.merge(),
                spec.formatVersion(),
                spec.batch());
    }

    /** Orders by id, the one that came last wins. */
    public TableSpec upsertsAsTheyCome() {
        return spec(MergeMode.UPSERT, List.of("id"), Optional.empty(), 1000);
    }

    /** Orders as they come. */
    public TableSpec appends() {
        return spec(MergeMode.APPEND, List.of(), Optional.empty(), 1000);
    }

    /** Orders by id, as the newest run has them. */
    public TableSpec refreshes() {
        return spec(MergeMode.FULL_REFRESH, List.of("id"), Optional.of("version"), 1000);
    }

    /** {@link #appends} with at most so many records in a commit. */
    public TableSpec appends(int batch) {
        return spec(MergeMode.APPEND, List.of(), Optional.empty(), batch);
    }

    private TableSpec spec(MergeMode merge, List<String> key, Optional<String> cursor, int batch) {
        return new TableSpec(
                id,
                table,
                new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty()),
                List.of(
                        new ColumnSpec("id", "long", true),
                        new ColumnSpec("version", "long", false),
                        new ColumnSpec("note", "string", false)),
                key,
                cursor,
                merge,
                3,
                batch);
    }

    /** Pushes records in one envelope. */
    public void push(String... records) {
        service.send(envelope(Operation.UPSERT, Optional.empty(), records));
    }

    /** Pushes a record that may be no text. */
    public void push(byte[] record) {
        service.send(new Envelope(id, table, "orders", Operation.UPSERT, Optional.empty(), 1, record));
    }

    /** Pushes the keys of records that are gone. */
    public void delete(String... records) {
        service.send(envelope(Operation.DELETE, Optional.empty(), records));
    }

    /** Sends a page of an attempt. */
    public void page(SliceAttempt attempt, int number, String... records) {
        service.send(envelope(Operation.UPSERT, Optional.of(new Envelope.Page(attempt, number)), records));
    }

    /** Stores a record that is too large to be carried. */
    public Claim store(String record) {
        try (ClaimStore claims = service.claims(id)) {
            return claims.put(record.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Pushes a record that is elsewhere. */
    public void push(Claim claim) {
        service.send(Envelope.claimed(id, table, "orders", Operation.UPSERT, Optional.empty(), claim));
    }

    /** Sends a page of one record that is elsewhere. */
    public void page(SliceAttempt attempt, int number, Claim claim) {
        service.send(Envelope.claimed(
                id, table, "orders", Operation.UPSERT, Optional.of(new Envelope.Page(attempt, number)), claim));
    }

    /** Sends a page of one record whose sender has only its beginning. */
    public void refused(SliceAttempt attempt, int number, Claim start, String reason) {
        var page = new Envelope.Page(attempt, number);
        service.send(Envelope.claimed(id, table, "orders", Operation.UPSERT, Optional.of(page), start)
                .refused(reason));
    }

    public void mark(Marker marker) {
        service.send(id, table, marker);
    }

    /** The first or a further attempt of a slice. */
    public SliceAttempt attempt(long number) {
        return new SliceAttempt("shop", "run-1", "orders", "slice-" + number, number, IDS.next());
    }

    /** An attempt of a slice of some run. */
    public SliceAttempt attempt(String run, long number) {
        return new SliceAttempt("shop", run, "orders", "slice-" + number, number, IDS.next());
    }

    private Envelope envelope(Operation operation, Optional<Envelope.Page> page, String... records) {
        String body = String.join("\n", records) + "\n";
        return new Envelope(
                id, table, "orders", operation, page, records.length, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Works off what was sent. */
    public void drain() {
        service.drain(key());
    }

    /** Works off everything on the partition once more, as after a crash that lost the group's last step. */
    public void drainAgain() {
        service.drainAgain(key());
    }

    /** {@code id/version/note} of each row, sorted. */
    public List<String> rows() {
        return service.rows(id, table);
    }
}
