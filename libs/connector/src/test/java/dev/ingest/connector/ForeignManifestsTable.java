package dev.ingest.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of foreign-manifests.txt on one screen: what went well several to a line, every other row on its own. */
final class ForeignManifestsTable {
    private static final int COLUMNS = 4;
    private static final String GOOD = " | first requests are well-formed";

    private ForeignManifestsTable() {}

    /** @param loaded whether this build loads them itself */
    static String of(List<String> rows, boolean loaded) {
        List<String> all = rows.stream().filter(row -> !row.startsWith("#")).toList();
        List<String> good = all.stream().filter(row -> row.endsWith(GOOD)).toList();
        List<String> python =
                all.stream().filter(row -> row.contains(" | refused | ")).toList();
        List<String> exceptions = all.stream()
                .filter(row -> !good.contains(row) && !python.contains(row))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(
                all.size() + " public manifests"
                        + (loaded
                                ? ", loaded and compared in this build; the table as it was committed:"
                                : ", NOT LOADED IN THIS BUILD (INGEST_MANIFESTS names no folder): the table is the committed one"));
        rows.stream().filter(row -> row.startsWith("#")).forEach(row -> lines.add(row.replaceFirst("^# *", "")));
        lines.add(good.size() + " load, and each of their streams makes a well-formed first request (streams):");
        for (int i = 0; i < good.size(); i += COLUMNS) {
            lines.add(good.subList(i, Math.min(good.size(), i + COLUMNS)).stream()
                    .map(ForeignManifestsTable::cell)
                    .collect(Collectors.joining())
                    .stripTrailing());
        }
        lines.add(exceptions.size() + " load, with an exception that has a reason:");
        exceptions.forEach(row -> lines.add("  " + withoutPrefix(row)));
        lines.add(python.size() + " need Python, and are refused by its name:");
        python.forEach(row -> lines.add("  " + refused(row)));
        return String.join("\n", lines);
    }

    private static String cell(String row) {
        String[] parts = withoutPrefix(row).split(" \\| ");
        return "  %-30s %3s".formatted(parts[0], parts[1].replace(" streams", ""));
    }

    private static String refused(String row) {
        String[] parts = withoutPrefix(row).split(" \\| ");
        return "%-24s %s".formatted(parts[0], parts[2].replaceFirst(" is a Python class.*", ""));
    }

    private static String withoutPrefix(String row) {
        return row.replaceFirst("^source-", "");
    }
}
