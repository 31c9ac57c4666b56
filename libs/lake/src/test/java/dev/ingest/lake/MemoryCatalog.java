package dev.ingest.lake;

import dev.ingest.lake.index.KeyIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * A catalog in memory, for tests that make thousands of tables. Every handle on a table is one of its own, as another process
 * would have it; a commit holds if the table is where the handle last saw it.
 */
final class MemoryCatalog extends BaseMetastoreCatalog {

    /** Told of everything that is asked of store and catalog; it may throw as these would. */
    interface Hook {
        void before(Failing.Kind kind, String what);

        /** It is done. */
        void after(Failing.Kind kind);
    }

    /** Here what is small needs no packing, and who met somebody need not wait. */
    private static final Map<String, String> QUICK = Map.of(
            "table-override.write.parquet.compression-codec", "uncompressed",
            "table-override.write.delete.parquet.compression-codec", "uncompressed",
            "table-override.write.avro.compression-codec", "uncompressed",
            "table-override.commit.retry.min-wait-ms", "1");

    /** Metadata files that are kept in mind; with one more, all are forgotten. */
    private static final int PARSED_MAX = 200;

    private final Map<TableIdentifier, String> pointers;
    private final FileIO files;
    private final String warehouse;
    private final Hook hook;
    private final KeyIndex index;
    private final CopyOnWrite copyOnWrite;

    /** Each metadata file is parsed once, however many processes read it: that was a tenth of a sequence's time. */
    private final Map<String, TableMetadata> parsed;

    MemoryCatalog(FileIO files, String warehouse) {
        this(files, warehouse, KeyIndex.none(), CopyOnWrite.USUAL);
    }

    MemoryCatalog(FileIO files, String warehouse, KeyIndex index, CopyOnWrite copyOnWrite) {
        this(
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(),
                files,
                warehouse,
                Failing.never(),
                index,
                copyOnWrite);
    }

    private MemoryCatalog(
            Map<TableIdentifier, String> pointers,
            Map<String, TableMetadata> parsed,
            FileIO files,
            String warehouse,
            Hook hook,
            KeyIndex index,
            CopyOnWrite copyOnWrite) {
        this.index = index;
        this.copyOnWrite = copyOnWrite;
        this.pointers = pointers;
        this.parsed = parsed;
        this.files = files;
        this.warehouse = warehouse;
        this.hook = hook;
        initialize("memory", Map.of());
    }

    /** The same tables, as seen by a process whose files and commits fail. */
    MemoryCatalog with(FileIO failing, Hook commits) {
        return new MemoryCatalog(pointers, parsed, failing, warehouse, commits, index, copyOnWrite);
    }

    /** The same tables, from now on on their own: what happens to one catalog does not to the other. */
    MemoryCatalog copy(FileIO copied) {
        return new MemoryCatalog(
                new ConcurrentHashMap<>(pointers),
                new ConcurrentHashMap<>(),
                copied,
                warehouse,
                Failing.never(),
                index,
                copyOnWrite);
    }

    /** Opens a table, which is made as a lake makes it when it is missing. */
    LakeTable table(TableSpec spec) {
        TableIdentifier id = TableIdentifier.of(
                Namespace.of(spec.id().namespace()), spec.id().name());
        if (!pointers.containsKey(id)) {
            Creation.withRoot(buildTable(id, Types.schema(spec)), spec);
        }
        Table table = loadTable(id);
        Lake.adapt(table, spec);
        return new LakeTable(spec, table, Duration.ofMillis(1), index, copyOnWrite);
    }

    /** Of the tables made here, whatever their declaration says. */
    @Override
    protected Map<String, String> properties() {
        return QUICK;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier id) {
        return new Operations(id);
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier id) {
        return warehouse + "/" + id.namespace().level(0) + "/" + id.name();
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return List.copyOf(pointers.keySet());
    }

    @Override
    public boolean dropTable(TableIdentifier id, boolean purge) {
        return pointers.remove(id) != null;
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException("rename");
    }

    private final class Operations extends BaseMetastoreTableOperations {
        /** As Iceberg has it. */
        private static final int LOADS_MAX = 20;

        private final TableIdentifier id;

        Operations(TableIdentifier id) {
            this.id = id;
        }

        @Override
        protected String tableName() {
            return id.toString();
        }

        @Override
        public FileIO io() {
            return files;
        }

        @Override
        protected void doRefresh() {
            hook.before(Failing.Kind.LOOK, id.name());
            String pointer = pointers.get(id);
            if (pointer == null && currentMetadataLocation() != null) {
                throw new NoSuchTableException("%s is gone", id);
            }
            refreshFromMetadataLocation(pointer, null, LOADS_MAX, this::load);
        }

        private TableMetadata load(String location) {
            InputFile file = files.newInputFile(location); // which may be refused
            if (parsed.size() >= PARSED_MAX) {
                parsed.clear();
            }
            return parsed.computeIfAbsent(location, first -> TableMetadataParser.read(file));
        }

        @Override
        protected void doCommit(@Nullable TableMetadata base, TableMetadata metadata) {
            String written = writeNewMetadataIfRequired(base == null, metadata);
            hook.before(Failing.Kind.COMMIT, id.name());
            String seen = base == null ? null : currentMetadataLocation();
            boolean done =
                    seen == null ? pointers.putIfAbsent(id, written) == null : pointers.replace(id, seen, written);
            if (!done) {
                throw new CommitFailedException("%s is at %s (expected: %s)", id, pointers.get(id), seen);
            }
            hook.after(Failing.Kind.COMMIT);
        }
    }
}
