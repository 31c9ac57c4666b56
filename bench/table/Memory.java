package dev.ingest.lake;

import dev.ingest.lake.encode.RowFiles;
import dev.ingest.lake.encode.Spool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** Records of many tables arrive mixed, wait in a spool, and are encoded as many tables at once as there are processors. */
final class Memory {

    private static final int ROWS_PER_MESSAGE = 200;

    private Memory() {}

    public static void main(String[] arguments) throws Exception {
        int tables = Integer.parseInt(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("bench-spool");
        long started = System.nanoTime();
        var written = new AtomicLong();
        var bytes = new AtomicLong();
        long raw = 0;
        long disk;
        try (var spool = new Spool(folder, 96L << 20, 4L << 30)) {
            List<List<Spool.Kept>> byTable = new ArrayList<>();
            for (int table = 0; table < tables; table++) {
                byTable.add(new ArrayList<>());
            }
            for (int page = 0; page < rows / ROWS_PER_MESSAGE; page++) {
                for (int table = 0; table < tables; table++) {
                    List<Spool.Kept> ofTable = byTable.get(table);
                    byte[] records = Shape.TYPICAL.batch(ROWS_PER_MESSAGE, page * tables + table).messages().getFirst().ndjson();
                    raw += records.length;
                    ofTable.add(spool.keep(records));
                }
            }
            disk = spool.onDisk();
            var catalog = new InMemoryCatalog();
            catalog.initialize("bench", Map.of());
            catalog.createNamespace(Namespace.of("t"));
            TableSpec spec = TableSpec.append(new TableId("t", "t"), Shape.TYPICAL.columns);
            var iceberg = catalog.createTable(
                    TableIdentifier.of("t", "t"), Types.schema(spec), org.apache.iceberg.PartitionSpec.unpartitioned(), TableProperty.of(spec));
            var layout = new Layout(iceberg.schema(), MergeMode.APPEND, List.of(), java.util.Optional.empty());
            try (var workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
                List<Future<?>> done = new ArrayList<>();
                for (int table = 0; table < tables; table++) {
                    int number = table;
                    List<Spool.Kept> ofTable = byTable.get(table);
                    done.add(workers.submit(() -> {
                        List<Message> messages = new ArrayList<>();
                        for (Spool.Kept kept : ofTable) {
                            messages.add(new Message(new Position("T", 0, messages.size()), Op.APPEND, kept.read()));
                        }
                        Decoder.Decoded decoded = Decoder.decode(layout, new Batch(messages));
                        var file = folder.resolve("table-" + number + ".parquet").toFile();
                        List<DataFile> files = new RowFiles(
                                        iceberg,
                                        layout.schema(),
                                        layout.recordFields(),
                                        () -> EncryptedFiles.encryptedOutput(
                                                org.apache.iceberg.Files.localOutput(file), EncryptionKeyMetadata.EMPTY),
                                        Optional.empty())
                                .write(decoded.rows());
                        ofTable.forEach(Spool.Kept::close);
                        files.forEach(one -> {
                            written.addAndGet(one.recordCount());
                            bytes.addAndGet(one.fileSizeInBytes());
                        });
                        return null;
                    }));
                }
                for (Future<?> one : done) {
                    one.get();
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        String status = Files.readString(Path.of("/proc/self/status"));
        long peak = status.lines().filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        System.out.printf(
                "%d tables x %d rows: %d MB of JSON, %d MB of it on disk; %d rows, %d MB of Parquet; peak RSS %d MB; %.1f s, records made included%n",
                tables, rows, raw >> 20, disk >> 20, written.get(), bytes.get() >> 20, peak >> 10, (System.nanoTime() - started) / 1e9);
    }
}
