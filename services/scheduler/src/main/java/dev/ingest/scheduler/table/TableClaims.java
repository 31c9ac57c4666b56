package dev.ingest.scheduler.table;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Gives tables to their writers. */
@Singleton
public final class TableClaims {
    private final SchemaNews news;
    private final Ulid ids;

    TableClaims(SchemaNews news, Ulid ids) {
        this.news = news;
        this.ids = ids;
    }

    /**
     * Makes the writer the tables' own, or changes what it declared of them. Within the caller's transaction.
     *
     * @return nothing; fails with {@code CONFLICT} that names the table and its writer if it has another one
     */
    public Uni<Void> claim(String tenant, Owner owner, List<TableShape> shapes) {
        return Multi.createFrom()
                .iterable(shapes)
                .onItem()
                .transformToUniAndConcatenate(shape -> claim(tenant, owner, shape))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<LakeTable> claim(String tenant, Owner owner, TableShape shape) {
        return LakeTable.named(tenant, shape.table()).chain(found -> {
            List<ColumnSpec> before = found.map(present -> present.columns).orElse(shape.columns());
            LakeTable row = found.map(present -> changeable(present, owner, shape))
                    .orElseGet(() -> unclaimed(tenant, owner, shape));
            row.retired = retired(row, shape);
            row.columns = shape.columns();
            row.key = shape.key();
            row.cursor = shape.cursor().orElse(null);
            row.merge = shape.merge();
            row.schema = shape.schema();
            row.partitionBy = shape.layout().partition().orElse(null);
            row.sortBy = shape.layout().sort().orElse(null);
            return row.<LakeTable>persist().call(() -> news.changed(row, before, shape.columns()));
        });
    }

    private LakeTable unclaimed(String tenant, Owner owner, TableShape shape) {
        LakeTable row = new LakeTable();
        row.id = ids.next();
        row.tenant = tenant;
        row.namespace = shape.table().namespace();
        row.name = shape.table().name();
        row.ownerKind = owner.kind();
        row.owner = owner.name();
        row.columns = List.of();
        row.retired = List.of();
        row.destination = shape.destination();
        row.formatVersion = shape.formatVersion();
        return row;
    }

    private static LakeTable changeable(LakeTable row, Owner owner, TableShape shape) {
        if (!row.writer().equals(owner)) {
            throw conflict(shape, "is written by %s, not by %s".formatted(row.writer(), owner));
        }
        if (!row.destination.equals(shape.destination())) {
            throw conflict(
                    shape, "destination: is '%s', cannot become '%s'".formatted(row.destination, shape.destination()));
        }
        if (row.formatVersion != shape.formatVersion()) {
            throw conflict(
                    shape,
                    "formatVersion: is %d, cannot become %d".formatted(row.formatVersion, shape.formatVersion()));
        }
        if (row.merge != shape.merge()) {
            throw conflict(shape, "merge: is %s, cannot become %s".formatted(row.merge, shape.merge()));
        }
        if (!Set.copyOf(row.key).equals(Set.copyOf(shape.key()))) {
            throw conflict(shape, "key: is %s, cannot become %s".formatted(row.key, shape.key()));
        }
        retyped(row, shape).ifPresent(change -> {
            throw change;
        });
        return row;
    }

    private static List<ColumnSpec> retired(LakeTable row, TableShape shape) {
        return everDeclared(row)
                .filter(column -> shape.columns().stream()
                        .noneMatch(declared -> declared.name().equals(column.name())))
                .toList();
    }

    private static Stream<ColumnSpec> everDeclared(LakeTable row) {
        return Stream.concat(row.columns.stream(), row.retired.stream());
    }

    private static Optional<IngestException> retyped(LakeTable row, TableShape shape) {
        return shape.columns().stream()
                .flatMap(column -> everDeclared(row)
                        .filter(present -> present.name().equals(column.name()))
                        .filter(present -> !ColumnType.parse(present.type()).widensTo(ColumnType.parse(column.type())))
                        .map(present -> conflict(
                                shape,
                                "column '%s': is %s, cannot become %s"
                                        .formatted(column.name(), present.type(), column.type()))))
                .findFirst();
    }

    private static IngestException conflict(TableShape shape, String what) {
        return new IngestException(ErrorCode.CONFLICT, "table %s: %s".formatted(shape.table(), what));
    }
}
