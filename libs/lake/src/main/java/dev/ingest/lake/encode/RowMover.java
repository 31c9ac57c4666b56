package dev.ingest.lake.encode;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.PlaintextEncryptionManager;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Moves the rows of files to fewer, in their order, through a tape and not as objects. Some thousand rows are held at a time, and
 * the pages of a row group, compressed.
 */
public final class RowMover implements Closeable {

    /** What it does as tables have it anyway; a table that says more of its files is written by Iceberg. */
    private static final Set<String> KNOWN_PROPERTIES = Set.of(TableProperties.PARQUET_COMPRESSION);

    private static final String PARQUET_PROPERTIES = "write.parquet.";
    private static final String ZSTD = "zstd";

    /** These files stay, so they get Parquet's usual level. */
    private static final int COMPRESSION_LEVEL = 3;

    /** As held, pages compressed and dictionaries not. Readers hold a row group at a time, and skip by them. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /** So that a file ends near its size. */
    private static final int ROW_GROUPS_MIN = 4;

    /** Of rows on the tape. */
    private static final int BYTES_AT_ONCE = 8 << 20;

    /** Beyond, dictionaries and open pages would leave room for few rows in a row group. */
    private static final int COLUMNS_MAX = 100;

    private final Table table;
    private final FileScanTask like;
    private final long fileBytes;
    private final Supplier<EncryptedOutputFile> newFile;
    private final Schema schema;
    private final Schema written;
    private final List<Field> fields;
    private final List<Field> all;
    private final boolean movesLineage;
    private final List<DataFile> files = new ArrayList<>();

    private Tape tape;
    private final long[] ids = new long[Page.ROWS_MAX];
    private final long[] changes = new long[Page.ROWS_MAX];
    private @Nullable EncryptedOutputFile location;
    private @Nullable FlatFile file;
    private FlatFile.@Nullable RowGroup group;

    /**
     * @param like whose partition the rows are of
     * @param fileBytes size that files grow to
     * @param newFile is asked for each file
     */
    public RowMover(Table table, FileScanTask like, long fileBytes, Supplier<EncryptedOutputFile> newFile) {
        this.table = table;
        this.like = like;
        this.fileBytes = fileBytes;
        this.newFile = newFile;
        this.schema = table.schema();
        this.fields = fields(schema.columns());
        this.movesLineage = TableUtil.supportsRowLineage(table);
        List<NestedField> lineage = movesLineage
                ? List.of(MetadataColumns.ROW_ID, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER)
                : List.of();
        this.written = TypeUtil.join(schema, new Schema(lineage));
        this.all = Stream.concat(fields.stream(), fields(lineage).stream()).toList();
        this.tape = new Tape(fields);
    }

    /** Whether the rows of all these can be moved so, as far as the table tells: a file may turn out to be of another form. */
    public static boolean canMove(Table table, List<FileScanTask> files) {
        return table.encryption() instanceof PlaintextEncryptionManager
                && table.schema().columns().size() <= COLUMNS_MAX
                && FlatFile.canHold(fields(table.schema().columns()))
                && table.schema().columns().stream().allMatch(field -> field.initialDefault() == null)
                && table.properties().entrySet().stream()
                        .filter(property -> property.getKey().startsWith(PARQUET_PROPERTIES))
                        .allMatch(property -> KNOWN_PROPERTIES.contains(property.getKey())
                                && property.getValue().equalsIgnoreCase(ZSTD))
                && files.stream().allMatch(RowMover::canMove);
    }

    /** Some writers leave out of a file what its partition says. */
    private static boolean canMove(FileScanTask file) {
        return file.deletes().isEmpty()
                && file.spec().isUnpartitioned()
                && file.file().format() == FileFormat.PARQUET;
    }

    private static List<Field> fields(List<NestedField> columns) {
        return columns.stream().map(field -> Field.of(field, false, false)).toList();
    }

    /**
     * Moves a file's rows.
     *
     * @param look called now and then; it may throw to end this
     * @throws UnknownFormException when only Iceberg's reader can read the file
     */
    public void move(FileScanTask from, Runnable look) throws IOException {
        Long first = from.file().firstRowId();
        Long sequence = from.file().dataSequenceNumber();
        try (CloseableIterable<TapeRow> rows = ParquetInput.read(
                        table, from.file().location())
                .project(written)
                .createReaderFunc(parquet -> TapeRow.of(parquet, schema, fields))
                .build()) {
            for (TapeRow row : rows) {
                int at = tape.size();
                row.onto(tape);
                if (movesLineage) {
                    ids[at] = row.rowId(first == null ? Row.Replacing.NEW : first + row.position());
                    changes[at] = row.changedIn(first == null || sequence == null ? Row.Replacing.NEW : sequence);
                }
                if (at + 1 == Page.ROWS_MAX || tape.held() >= BYTES_AT_ONCE) {
                    write();
                    look.run();
                }
            }
        }
    }

    /** Ends the last file. */
    public List<DataFile> end() throws IOException {
        write();
        endFile();
        return files;
    }

    private void write() throws IOException {
        if (tape.size() == 0) {
            return;
        }
        int[] order = new int[tape.size()];
        Arrays.setAll(order, i -> i);
        var rows = new Places(tape, order, movesLineage ? List.of(ids, changes) : List.of());
        FlatFile open = file == null ? open() : file;
        FlatFile.RowGroup into = group == null ? open.begin() : group;
        group = into;
        into.add(rows, 0, order.length);
        tape = new Tape(fields);
        if (into.held() >= Math.min(ROW_GROUP_BYTES, fileBytes / ROW_GROUPS_MIN)) {
            into.end();
            group = null;
            if (open.length() >= fileBytes) {
                endFile();
            }
        }
    }

    /**
     * Values that differ within one small file may repeat within many: every column begins each row group with a dictionary, and goes
     * on without when that is full.
     */
    private FlatFile open() throws IOException {
        boolean[] dictionaries = new boolean[fields.size()];
        for (int i = 0; i < dictionaries.length; i++) {
            dictionaries[i] = fields.get(i).kind() != Kind.BOOLEAN;
        }
        EncryptedOutputFile next = newFile.get();
        var open = new FlatFile(written, all, next.encryptingOutputFile(), COMPRESSION_LEVEL, dictionaries);
        location = next;
        file = open;
        return open;
    }

    private void endFile() throws IOException {
        if (file == null || location == null) {
            return;
        }
        if (group != null) {
            group.end();
            group = null;
        }
        file.end();
        files.add(file.describe(table, like.spec(), location).build());
        file.close();
        file = null;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
