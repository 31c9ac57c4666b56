package dev.ingest.lake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * The tables of one destination. Safe for use by several threads; whoever opens it keeps it and closes it.
 *
 * <p>What the destination's catalog or store refuses or fails at surfaces as the exception that its client throws.
 */
public final class Lake implements AutoCloseable {

    private final JdbcCatalog catalog;

    Lake(JdbcCatalog catalog) {
        this.catalog = catalog;
    }

    /** Opens a destination, creating its catalog's own tables where they are missing. */
    public static Lake open(Destination destination, LakeCredentials credentials) {
        return new Lake(Catalogs.open(destination, credentials));
    }

    /**
     * Opens a table as its specification says: created if it is missing, widened if it lacks columns.
     *
     * @throws TableConflictException when the table cannot become what is specified
     */
    public LakeTable table(TableSpec spec) {
        try {
            Table table = catalog.loadTable(identifier(spec.id()));
            requireSame(spec, table);
            adapt(table, spec);
            return new LakeTable(spec, table);
        } catch (NoSuchTableException e) {
            return create(spec);
        }
    }

    /** Opens a table as it is. One that others made can be read only. */
    public Optional<LakeTable> find(TableId id) {
        try {
            Table table = catalog.loadTable(identifier(id));
            return Optional.of(new LakeTable(spec(id, table), table));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** All tables, dead letters included, by name; without those of others whose names are none that we would give. */
    public List<TableId> tables() {
        return catalog.listNamespaces().stream()
                .filter(namespace -> namespace.length() == 1)
                .flatMap(namespace -> catalog.listTables(namespace).stream())
                .filter(table -> TableId.isPlain(table.namespace().level(0)) && TableId.isPlain(table.name()))
                .map(table -> new TableId(table.namespace().level(0), table.name()))
                .sorted()
                .toList();
    }

    /** The rejected records of a table, in a table beside it that is created when it is missing. */
    public DeadLetters deadLetters(TableId id) {
        return new DeadLetters(table(DeadLetters.spec(id)));
    }

    @Override
    public void close() {
        catalog.close();
    }

    private LakeTable create(TableSpec spec) {
        createNamespace(Namespace.of(spec.id().namespace()));
        try {
            createWithRoot(catalog, spec);
        } catch (AlreadyExistsException e) {
            // someone else made it in between
            return table(spec);
        }
        return new LakeTable(spec, catalog.loadTable(identifier(spec.id())));
    }

    /** Brings a table that is there to what is specified. */
    static void adapt(Table table, TableSpec spec) {
        Evolution.adapt(table, spec);
        spec.arrangement().partition().ifPresent(fields -> Partitions.evolve(table, fields));
        spec.arrangement().order().ifPresent(fields -> Sorting.evolve(table, fields));
    }

    /** The table, its empty first snapshot and the tag on it appear together. */
    static void createWithRoot(Catalog catalog, TableSpec spec) {
        Schema schema = Types.schema(spec);
        Transaction creation = catalog.buildTable(identifier(spec.id()), schema)
                .withPartitionSpec(
                        Partitions.spec(schema, spec.arrangement().partition().orElse(List.of())))
                .withSortOrder(Sorting.order(schema, spec.arrangement().order().orElse(List.of())))
                .withProperties(TableProperty.of(spec))
                .createTransaction();
        creation.newFastAppend()
                .scanManifestsWith(new CommitWork())
                .set(Summary.KIND, History.ROOT_KIND)
                .set(Summary.OFFSETS, Summary.write(Offsets.none()))
                .set(Summary.SLICES, Summary.write(Map.of()))
                .commit();
        Snapshot root = creation.table().currentSnapshot();
        creation.manageSnapshots()
                .createTag(TableProperty.ROOT_TAG, root.snapshotId())
                .commit();
        creation.commitTransaction();
    }

    private void createNamespace(Namespace namespace) {
        try {
            if (!catalog.namespaceExists(namespace)) {
                catalog.createNamespace(namespace);
            }
        } catch (RuntimeException e) {
            // someone else may have made it in between, which a database may report as it likes
            if (!catalog.namespaceExists(namespace)) {
                throw e;
            }
        }
    }

    private static void requireSame(TableSpec spec, Table table) {
        String mode = table.properties().get(TableProperty.MERGE_MODE);
        if (mode == null || !table.refs().containsKey(TableProperty.ROOT_TAG)) {
            throw new TableConflictException(spec.id(), "it was not made by Ingest");
        }
        if (!mode.equals(spec.mergeMode().name())) {
            throw new TableConflictException(
                    spec.id(), "its merge mode is %s (expected: %s)".formatted(mode, spec.mergeMode()));
        }
        if (!table.schema().identifierFieldNames().equals(java.util.Set.copyOf(spec.identifiers()))) {
            throw new TableConflictException(
                    spec.id(),
                    "its key is %s (expected: %s)"
                            .formatted(table.schema().identifierFieldNames(), spec.identifiers()));
        }
    }

    private static TableSpec spec(TableId id, Table table) {
        List<String> key = table.schema().columns().stream()
                .filter(field -> table.schema().identifierFieldIds().contains(field.fieldId()))
                .map(org.apache.iceberg.types.Types.NestedField::name)
                .toList();
        MergeMode mode = Optional.ofNullable(table.properties().get(TableProperty.MERGE_MODE))
                .map(MergeMode::valueOf)
                .orElse(MergeMode.APPEND);
        return new TableSpec(
                id,
                mode == MergeMode.HISTORY
                        ? Validity.without(Types.columns(table.schema()))
                        : Types.columns(table.schema()),
                mode == MergeMode.APPEND
                        ? List.of()
                        : key.stream()
                                .filter(name -> !Validity.NAMES.contains(name))
                                .toList(),
                Optional.ofNullable(table.properties().get(TableProperty.CURSOR)),
                mode,
                Math.clamp(((HasTableOperations) table).operations().current().formatVersion(), 2, 3));
    }

    private static TableIdentifier identifier(TableId id) {
        return TableIdentifier.of(Namespace.of(id.namespace()), id.name());
    }
}
