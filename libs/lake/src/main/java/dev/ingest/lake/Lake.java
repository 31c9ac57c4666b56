package dev.ingest.lake;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.lake.index.KeyIndex;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Catalog.TableBuilder;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;

/**
 * The tables of one destination. Safe for use by several threads; whoever opens it keeps it and closes it.
 *
 * <p>What the destination's catalog or store refuses or fails at surfaces as the exception that its client throws.
 */
public final class Lake implements AutoCloseable {

    /** A namespace that no tenant can name: theirs begin with a letter. */
    private static final TableId CLAIMS = new TableId("_ingest", "claims");

    private final OpenCatalog open;
    private final Catalog catalog;
    private final SupportsNamespaces inCatalog;
    private final Namespaces namespaces;
    private final Optional<String> location;

    /** Whether the catalog alone decides where files are, and opens them. */
    private final boolean byCatalog;

    private final KeyIndex index;
    private final CopyOnWrite copyOnWrite;

    Lake(OpenCatalog open, Destination destination, KeyIndex index) {
        this.copyOnWrite = CopyOnWrite.USUAL;
        this.index = index;
        this.open = open;
        this.catalog = open.tables();
        this.inCatalog = open.namespaces();
        this.namespaces = Namespaces.of(destination);
        this.byCatalog = destination.opensByCatalog();
        this.location = switch (destination.kind()) {
            case JDBC -> Optional.empty();
            case REST, GLUE -> Optional.of(destination.warehouse()).filter(warehouse -> !warehouse.isEmpty());
        };
    }

    private Lake(Lake same, CopyOnWrite copyOnWrite) {
        this.copyOnWrite = copyOnWrite;
        this.index = same.index;
        this.open = same.open;
        this.catalog = same.catalog;
        this.inCatalog = same.inCatalog;
        this.namespaces = same.namespaces;
        this.byCatalog = same.byCatalog;
        this.location = same.location;
    }

    /** Opens a destination that the platform named, creating its catalog's own tables where they are missing. */
    public static Lake open(Destination destination, LakeCredentials credentials) {
        return open(destination, credentials, Network.OWN, KeyIndex.none());
    }

    /**
     * Opens a destination that a tenant named, as above.
     *
     * @param allowed where its catalog and store may be beyond public addresses. Whoever opens a JDBC catalog checks its address:
     *     only its driver knows how it is read
     * @param index for tables whose keys are looked through often; whoever opens it closes it, after this
     * @throws dev.ingest.egress.ForbiddenAddressException here or later, when one of them is elsewhere
     */
    public static Lake open(
            Destination destination, LakeCredentials credentials, AllowedAddresses allowed, KeyIndex index) {
        return open(destination, credentials, new Network(Waits.USUAL, allowed), index);
    }

    static Lake open(Destination destination, LakeCredentials credentials, Network network) {
        return open(destination, credentials, network, KeyIndex.none());
    }

    static Lake open(Destination destination, LakeCredentials credentials, Network network, KeyIndex index) {
        return new Lake(Catalogs.open(destination, credentials, network), destination, index);
    }

    /** This lake, open as long as it is, whose merges mark rows and write no file anew: small tables come to have many files. */
    public Lake marking() {
        return new Lake(this, CopyOnWrite.NEVER);
    }

    /**
     * Opens a table as its specification says: created if it is missing, widened if it lacks columns.
     *
     * @throws TableConflictException when the table cannot become what is specified
     * @throws AccessRefusedException when its catalog or store refuses whoever opens it
     * @throws ReadFailure when its store fails
     */
    public LakeTable table(TableSpec spec) {
        try {
            Table table = load(spec.id());
            requireSame(spec, table);
            adapt(table, spec);
            return new LakeTable(spec, table, index, copyOnWrite);
        } catch (NoSuchIcebergTableException other) {
            throw new TableConflictException(spec.id(), String.valueOf(other.getMessage()));
        } catch (NoSuchTableException e) {
            return create(spec);
        }
    }

    /** Opens a table as it is. One that others made can be read only. */
    public Optional<LakeTable> find(TableId id) {
        try {
            Table table = load(id);
            return Optional.of(new LakeTable(spec(id, table), table, index, copyOnWrite));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** All tables, dead letters included, by name; without those of others whose names are none that we would give. Not in Glue, where we may not list. */
    public List<TableId> tables() {
        return found().stream()
                .flatMap(namespace -> namespaces.name(namespace).stream()
                        .flatMap(name -> catalog.listTables(namespace).stream()
                                .map(TableIdentifier::name)
                                .filter(TableId::isPlain)
                                .map(table -> new TableId(name, table))))
                .sorted()
                .toList();
    }

    private List<Namespace> found() {
        try {
            return inCatalog.listNamespaces(namespaces.parent());
        } catch (NoSuchNamespaceException e) {
            return List.of();
        }
    }

    /** The rejected records of a table, in a table beside it that is created when it is missing. */
    public DeadLetters deadLetters(TableId id) {
        return new DeadLetters(table(DeadLetters.spec(id)));
    }

    /** The place of large records where the catalog alone opens files; closing it closes this lake. */
    ClaimStore claims() {
        try {
            Table place = table(TableSpec.append(CLAIMS, List.of())).engine().table();
            return new ClaimStore(place.io(), place.location(), this::close);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        open.close();
    }

    private Table load(TableId id) {
        try {
            return catalog.loadTable(identifier(id));
        } catch (ForbiddenException | NotAuthorizedException refused) {
            throw refused(id, refused);
        }
    }

    private AccessRefusedException refused(TableId id, RuntimeException answer) {
        return new AccessRefusedException(
                "catalog %s refuses table %s: %s".formatted(catalog.name(), id, answer.getMessage()), answer);
    }

    private LakeTable create(TableSpec spec) {
        namespaces.path(spec.id().namespace()).forEach(this::createNamespace);
        try {
            if (byCatalog) {
                Creation.withRoot(builder(spec), spec);
            } else {
                Creation.inFolderOfItsOwn(builder(spec), spec);
            }
        } catch (AlreadyExistsException e) {
            // someone else made it in between
            return table(spec);
        }
        Table made = load(spec.id());
        requireSame(spec, made);
        return new LakeTable(spec, made, index, copyOnWrite);
    }

    /** Brings a table that is there to what is specified. */
    static void adapt(Table table, TableSpec spec) {
        Evolution.adapt(table, spec);
        spec.arrangement().partition().ifPresent(fields -> Partitions.evolve(table, fields));
        spec.arrangement().order().ifPresent(fields -> Sorting.evolve(table, fields));
    }

    private TableBuilder builder(TableSpec spec) {
        TableBuilder builder = catalog.buildTable(identifier(spec.id()), Types.schema(spec));
        // a catalog's own idea of where a table goes may be outside what the tenant's keys reach
        location.ifPresent(warehouse -> builder.withLocation("%s/%s/%s"
                .formatted(
                        warehouse.replaceFirst("/+$", ""),
                        spec.id().namespace(),
                        spec.id().name())));
        return builder;
    }

    private void createNamespace(Namespace namespace) {
        try {
            if (!inCatalog.namespaceExists(namespace)) {
                inCatalog.createNamespace(namespace);
            }
        } catch (RuntimeException e) {
            // someone else may have made it in between, which a database may report as it likes
            if (!inCatalog.namespaceExists(namespace)) {
                throw e;
            }
        }
    }

    private static void requireSame(TableSpec spec, Table table) {
        String mode = table.properties().get(TableProperty.MERGE_MODE);
        if (mode == null) {
            throw new TableConflictException(spec.id(), "it was not made by Ingest");
        }
        if (!table.refs().containsKey(TableProperty.ROOT_TAG)) {
            throw new TableConflictException(
                    spec.id(),
                    "its tag %s is not there: its catalog keeps no tags and branches of tables (expected: one that does), or somebody removed it"
                            .formatted(TableProperty.ROOT_TAG));
        }
        if (!mode.equals(spec.mergeMode().name())) {
            throw new TableConflictException(
                    spec.id(), "its merge mode is %s (expected: %s)".formatted(mode, spec.mergeMode()));
        }
        if (!table.schema().identifierFieldNames().equals(Set.copyOf(spec.identifiers()))) {
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

    private TableIdentifier identifier(TableId id) {
        return namespaces.identifier(id);
    }
}
