package dev.ingest.tools;

import dev.ingest.connector.Compatibility;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was typed after the command's name: one file, and options with values. */
final class Arguments {
    private static final String ALLOW = "--allow";

    private final Optional<Path> file;
    private final Map<String, String> options;
    private final List<String> allowed;

    private Arguments(Optional<Path> file, Map<String, String> options, List<String> allowed) {
        this.file = file;
        this.options = options;
        this.allowed = allowed;
    }

    /** @param known the options this command has */
    static Arguments parse(List<String> words, Set<String> known) {
        Map<String, String> options = new HashMap<>();
        List<String> files = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                files.add(word);
            } else if (!known.contains(word)) {
                throw new Failure(
                        "unknown option " + word + " (expected one of " + String.join(" ", sorted(known)) + ")");
            } else if (i + 1 == words.size()) {
                throw new Failure(word + " has no value");
            } else if (word.equals(ALLOW)) {
                allowed.add(words.get(++i));
            } else {
                options.put(word, words.get(++i));
            }
        }
        if (files.size() > 1) {
            throw new Failure("more than one file: " + String.join(" ", files) + " (expected one)");
        }
        return new Arguments(files.stream().findFirst().map(Path::of), options, allowed);
    }

    private static List<String> sorted(Set<String> options) {
        return options.stream().sorted().toList();
    }

    Path file() {
        return file.orElseThrow(
                () -> new Failure("no manifest given (expected a file, such as connectors/orders.yaml)"));
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String required(String name) {
        return option(name).orElseThrow(() -> new Failure(name + " is missing"));
    }

    Optional<Path> path(String name) {
        return option(name).map(Path::of);
    }

    /** Hosts and ports of private addresses that may be reached. */
    List<String> allowed() {
        return allowed;
    }

    long limit() {
        return option("--limit").map(Arguments::positive).orElse(Long.MAX_VALUE);
    }

    private static long positive(String text) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw new Failure("--limit is '" + text + "' (expected a number of records, at least 1)");
        }
        return Long.parseLong(text);
    }

    Optional<Instant> now() {
        return option("--now").map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException invalid) {
                throw new Failure("--now is '" + text + "' (expected a moment such as 2026-01-31T00:00:00Z)", invalid);
            }
        });
    }

    Optional<Compatibility> compatibility() {
        return option("--compatibility")
                .map(given -> Arrays.stream(Compatibility.values())
                        .filter(each -> each.spelling().equals(given))
                        .findFirst()
                        .orElseThrow(
                                () -> new Failure("--compatibility is '" + given + "' (expected strict or default)")));
    }
}
