package dev.ingest.scheduler.billing;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes tables as RFC 4180 says. */
final class Csv {
    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

    /** What a spreadsheet would take for a formula. */
    private static final Pattern FORMULA = Pattern.compile("[=+@\\t\\r-].*", Pattern.DOTALL);

    private Csv() {}

    static String of(List<String> header, List<List<String>> rows) {
        return line(header) + rows.stream().map(Csv::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
        return SPECIAL.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
