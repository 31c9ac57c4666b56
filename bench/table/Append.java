package dev.ingest.lake;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** JSON to Parquet, append: every way in turn, the same records, in one process. Prints the median of the last half of the rounds. */
final class Append {

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int BYTES = 24 << 20;
    private static final int REPEATS = 6;

    private Append() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<Shape> shapes = arguments.length > 1 ? List.of(Shape.valueOf(arguments[1])) : List.of(Shape.values());
        System.out.println("| records | way | MB/s per core | CPU ns/record | bytes out/record | times the ordinary way | of the floor |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Shape shape : shapes) {
            measure(shape, rounds);
        }
    }

    private static void measure(Shape shape, int rounds) throws Exception {
        int sample = 1000;
        long ofSample = size(shape.batch(sample));
        int records = Math.toIntExact(BYTES / (ofSample / sample));
        Batch batch = shape.batch(records);
        long bytes = size(batch);
        Table table = table(shape);
        Layout layout = new Layout(table.schema(), List.of(), java.util.Optional.empty());
        var ordinary = new Ordinary(table, "1");
        var floor = new Floor(shape, 1);
        Map<String, Callable<Long>> ways = new LinkedHashMap<>();
        ways.put("ordinary", () -> drop(table, List.of(ordinary.write(batch))));
        ways.put("ours", () -> {
            Decoder.Decoded decoded = Decoder.decode(layout, batch);
            if (decoded.rows().size() != records || decoded.general() != 0) {
                throw new IllegalStateException(decoded.rows().size() + " rows, " + decoded.general() + " the slow way");
            }
            return drop(table, new AttemptFiles(table, 3).data(decoded.rows(), layout));
        });
        ways.put("ours, decoding alone", () -> {
            if (Decoder.decode(layout, batch).rows().size() != records) {
                throw new IllegalStateException();
            }
            return 0L;
        });
        ways.put("floor", () -> floor.write(batch));
        Map<String, long[]> nanos = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (var way : ways.entrySet()) {
                System.gc();
                long before = MACHINE.getProcessCpuTime();
                // the process's clock ticks a hundred times a second
                for (int i = 0; i < REPEATS; i++) {
                    sizes.put(way.getKey(), way.getValue().call());
                }
                nanos.computeIfAbsent(way.getKey(), key -> new long[rounds])[round] =
                        (MACHINE.getProcessCpuTime() - before) / REPEATS;
            }
        }
        double ordinaryNanos = median(nanos.get("ordinary"));
        double floorNanos = median(nanos.get("floor"));
        for (String way : ways.keySet()) {
            double median = median(nanos.get(way));
            System.out.printf(
                    "| %s, %d B | %s | %.0f | %.0f | %.1f | %.2f | %.2f |%n",
                    shape.name().toLowerCase(),
                    bytes / records,
                    way,
                    bytes * 1000.0 / median,
                    median / records,
                    sizes.get(way) / (double) records,
                    ordinaryNanos / median,
                    floorNanos / median);
        }
    }

    private static double median(long[] nanos) {
        long[] last = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
        Arrays.sort(last);
        return last[last.length / 2];
    }

    private static long size(Batch batch) {
        return batch.messages().stream().mapToLong(message -> message.ndjson().length).sum();
    }

    private static long drop(Table table, List<DataFile> files) {
        files.forEach(file -> table.io().deleteFile(file.location()));
        return files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
    }

    private static Table table(Shape shape) {
        var catalog = new InMemoryCatalog();
        catalog.initialize("bench", Map.of());
        catalog.createNamespace(Namespace.of("t"));
        TableSpec spec = TableSpec.append(new TableId("t", "t"), shape.columns);
        return catalog.createTable(
                TableIdentifier.of("t", "t"), Types.schema(spec), org.apache.iceberg.PartitionSpec.unpartitioned(), TableProperty.of(spec));
    }
}
