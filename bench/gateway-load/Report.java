import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables of the measured rows. */
final class Report {
    private static final String GATEWAY = "gateway";
    private static final int RATE = 3;
    private static final int CPU_PER_POST = 8;
    private static final int P99 = 6;

    private final List<String[]> rows;

    Report(Path results) throws IOException {
        rows = Load.rows(results);
    }

    /** The highest rate of single records whose p99 stays below this, over all numbers of connections. */
    static double highest(Path results, String name, double p99Max) throws IOException {
        return Load.rows(results).stream()
                .filter(row -> row[0].equals(name) && row[1].equals(Posts.ONE.label))
                .filter(row -> Double.parseDouble(row[P99]) < p99Max)
                .mapToDouble(row -> Double.parseDouble(row[RATE]))
                .max()
                .orElseThrow();
    }

    void print() {
        System.out.println("| who | records a post | connections | posts/s | records/s | p50 ms | p99 ms | CPU µs/record | CPU µs/post | KB allocated/post | generator CPU µs/post | broker CPU µs/post | PSS MB | refused |");
        System.out.println("|" + "---|".repeat(14));
        rows.forEach(row -> System.out.println("| " + String.join(" | ", row) + " |"));
        System.out.println();
        System.out.println("| records a post | connections | gateway beside | posts/s, ratio | CPU a post, ratio |");
        System.out.println("|---|---|---|---|---|");
        ratios();
    }

    private void ratios() {
        Map<String, String[]> ours = new LinkedHashMap<>();
        rows.stream().filter(row -> row[0].equals(GATEWAY)).forEach(row -> ours.putIfAbsent(row[1] + "\t" + row[2], row));
        ours.forEach((shape, gateway) -> rows.stream()
                .filter(row -> !row[0].startsWith(GATEWAY) && (row[1] + "\t" + row[2]).equals(shape))
                .forEach(peer -> System.out.printf("| %s | %s | %s | %.2f | %.2f |%n", peer[1], peer[2], peer[0],
                        ratio(gateway, peer, RATE), ratio(peer, gateway, CPU_PER_POST))));
    }

    /** Above one: the first is better, where more is better. */
    private static double ratio(String[] one, String[] other, int column) {
        return Double.parseDouble(one[column]) / Double.parseDouble(other[column]);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(rows.toArray());
    }
}
