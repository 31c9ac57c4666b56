package dev.ingest.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Environment variables as lines {@code NAME=value}. No value of ours holds a line break. */
final class EnvironmentText {
    private EnvironmentText() {}

    static String write(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .collect(Collectors.joining("\n"));
    }

    static Map<String, String> read(String text) {
        Map<String, String> environment = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not a variable: " + line + " (expected: NAME=value)");
            }
            var _ = environment.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return environment;
    }
}
