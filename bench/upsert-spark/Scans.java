import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Scans states of a table in Spark, all columns of all rows, from their metadata files: no catalog of ours takes part. Run by
 * bench/upserts, in the JVM that Spark is in.
 *
 * <p>Argument: a file of lines {@code round, metadata file, live rows, CPU ms of our reader}, separated by tabs. Standard output: a
 * row of a table for each, the first of which is what the others are compared with.
 */
public final class Scans {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int WARM_UP = 5;
    private static final int TRIES = 3;

    /** CPU of the whole process, and from call to end. */
    private record Cost(double cpuMs, double wallMs) {}

    public static void main(String[] args) throws Exception {
        List<String[]> states = Files.readAllLines(Path.of(args[1])).stream().map(line -> line.split("\t")).toList();
        var settings = new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("scans")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.sql.catalog.states", States.class.getName());
        States.metadata = states.stream().map(state -> state[1]).toList();
        try (SparkSession spark = SparkSession.builder().config(settings).getOrCreate()) {
            for (int i = 0; i < WARM_UP; i++) {
                scan(spark, 0);
                scan(spark, states.size() / 2);
            }
            double ours = 0;
            var clean = new Cost(0, 0);
            for (int place = 0; place < states.size(); place++) {
                String[] state = states.get(place);
                long rows = Long.parseLong(state[2]);
                Cost now = best(spark, place, rows);
                double own = Double.parseDouble(state[3]) / rows;
                clean = clean.cpuMs() == 0 ? now : clean;
                ours = ours == 0 ? own : ours;
                System.out.printf(
                        "| %s | %s | %.0f ms | %.2f | %.0f ms | %.2f | %.0f ms |%n",
                        args[0], state[0], own * rows, own / ours, now.cpuMs() * rows, now.cpuMs() / clean.cpuMs(), now.wallMs() * rows);
            }
        }
        System.exit(0);
    }

    /** The cheapest of some, for each live row. */
    private static Cost best(SparkSession spark, int place, long rows) throws Exception {
        var best = new Cost(Double.MAX_VALUE, 0);
        for (int i = 0; i < TRIES; i++) {
            long cpu = SYSTEM.getProcessCpuTime();
            long start = System.nanoTime();
            scan(spark, place);
            var cost = new Cost(
                    (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / rows, (System.nanoTime() - start) / 1e6 / rows);
            best = cost.cpuMs() < best.cpuMs() ? cost : best;
        }
        long found = spark.table("states.at.`" + place + "`").count();
        if (found != rows) {
            throw new IllegalStateException("%s: %d rows (expected: %d)".formatted(States.metadata.get(place), found, rows));
        }
        return best;
    }

    /** To a sink that takes every column and keeps none. */
    private static void scan(SparkSession spark, int place) {
        spark.table("states.at.`" + place + "`").write().format("noop").mode("overwrite").save();
    }
}
