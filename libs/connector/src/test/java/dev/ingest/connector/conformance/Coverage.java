package dev.ingest.connector.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How many cases each definition of the language and each trap has. */
final class Coverage {
    private final Map<String, Integer> cases = new TreeMap<>();

    Coverage(List<Case> all) {
        names("definitions.txt").forEach(name -> cases.put(name, 0));
        names("traps.txt").forEach(name -> cases.put(name, 0));
        for (Case each : all) {
            for (String name : each.covers()) {
                if (cases.computeIfPresent(name, (known, count) -> count + 1) == null) {
                    throw new AssertionError(
                            each.name() + ": covers '" + name + "' (expected a name of definitions.txt or traps.txt)");
                }
            }
        }
    }

    /** The first word of each line that is not a comment. */
    static List<String> names(String file) {
        try {
            return Files.readAllLines(Case.FOLDER.resolve(file)).stream()
                    .map(line -> line.strip().split("[ :]", 2)[0])
                    .filter(name -> !name.isEmpty() && !name.startsWith("#"))
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    Set<String> without() {
        Set<String> without = new TreeSet<>();
        cases.forEach((name, count) -> {
            if (count == 0) {
                without.add(name);
            }
        });
        return without;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        cases.forEach((name, count) -> table.append("%5d  %s%n".formatted(count, name)));
        return table.toString();
    }
}
