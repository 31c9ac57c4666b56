import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Spark as a process that answers queries, run from this source by the JVM that Spark is in.
 *
 * <p>Standard input: settings as {@code name=value}, one per line, an empty line, then one SQL statement per line until it
 * closes. Standard output: {@code ready}; for each statement its rows as JSON, one per line, then {@code end}; or
 * {@code error <class and message on one line>}.
 */
final class Queries {
    public static void main(String[] args) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var settings = new SparkConf(false).setMaster("local[2]").setAppName("reader");
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            int equals = line.indexOf('=');
            settings.set(line.substring(0, equals), line.substring(equals + 1));
        }
        try (SparkSession spark = SparkSession.builder().config(settings).getOrCreate()) {
            out.println("ready");
            for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
                answer(spark, sql, out);
            }
        }
        System.exit(0);
    }

    private static void answer(SparkSession spark, String sql, PrintStream out) {
        try {
            spark.sql(sql).toJSON().collectAsList().forEach(out::println);
            out.println("end");
        } catch (Exception e) {
            // The asker decides whether a refusal is what it wanted.
            out.println("error " + e.toString().replaceAll("\\s+", " "));
        }
    }
}
