package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs every template and literal of {@code conformance/*.json}, whose expectations come from the CDK named in them, and
 * compares text, coerced value or kind of error. {@code conformance/differences.txt} names those that differ, and why.
 */
class ConformanceTest {
    private static final Limits LIMITS = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1000);

    private record Corpus(Map<Value, Value> context, Clock clock, List<List<Value>> cases) {}

    @ParameterizedTest
    @ValueSource(strings = {"operators", "accesses", "filters", "tests", "methods", "statements", "dates", "regexes"})
    void rendersAsTheCdkDoes(String family) throws IOException {
        Corpus corpus = corpus(family);
        Set<String> different = differences();
        List<String> wrong = new ArrayList<>();
        for (List<Value> one : corpus.cases()) {
            String template = Python.str(one.getFirst());
            String expected = expectation(one);
            String actual = outcome(template, corpus);
            if (expected.equals(actual) == different.contains(template)) {
                wrong.add(template + "\n    expected " + expected + "\n    but was  " + actual);
            }
        }
        assertThat(corpus.cases()).hasSizeGreaterThan(60);
        assertThat(wrong)
                .as("%d of %d templates", wrong.size(), corpus.cases().size())
                .isEmpty();
    }

    @Test
    void readsLiteralsAsPythonDoes() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (List<Value> one : corpus("literals").cases()) {
            String expected = one.getLast() instanceof Value.Str(var repr) ? repr : "text";
            String actual =
                    Literal.parse(Python.str(one.getFirst())).map(Python::repr).orElse("text");
            if (!expected.equals(actual)) {
                wrong.add(Python.repr(one.getFirst()) + "\n    expected " + expected + "\n    but was  " + actual);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String expectation(List<Value> one) {
        String coerced = one.size() > 2 ? " = " + Python.str(one.get(2)) : "";
        return Python.str(one.get(1)) + coerced;
    }

    private static String outcome(String template, Corpus corpus) {
        try {
            // Templates may change what they are given, so each gets its own.
            Map<String, Value> variables = new LinkedHashMap<>();
            corpus.context().forEach((name, value) -> variables.put(Python.str(name), copied(value)));
            variables.put("stream_interval", Objects.requireNonNull(variables.get("stream_slice")));
            variables.put("stream_partition", Objects.requireNonNull(variables.get("stream_slice")));
            String text = Template.compile(template).render(variables, corpus.clock());
            return text
                    + Literal.parse(text)
                            .map(value -> " = " + Python.repr(value))
                            .orElse("");
        } catch (ExpressionException error) {
            return "!" + error.kind();
        }
    }

    private static Value copied(Value value) {
        return switch (value) {
            case Value.Items(var values) ->
                Value.list(values.stream().map(ConformanceTest::copied).toList());
            case Value.Dict(var entries) -> {
                Map<Value, Value> copies = new LinkedHashMap<>();
                entries.forEach((key, entry) -> copies.put(key, copied(entry)));
                yield new Value.Dict(copies);
            }
            case Value other -> other;
        };
    }

    private static Corpus corpus(String family) throws IOException {
        Evaluation unlimited = new Evaluation(Map.of(), Clock.systemUTC(), LIMITS);
        Value.Dict file = (Value.Dict) JsonReader.read(read(family + ".json"), unlimited);
        assertThat(file.at("cdk")).contains(Value.of("7.28.4"));
        List<List<Value>> cases = new ArrayList<>();
        for (Value one : ((Value.Items) file.at("cases").orElseThrow()).values()) {
            cases.add(((Value.Items) one).values());
        }
        Map<Value, Value> context =
                file.at("context").map(value -> ((Value.Dict) value).entries()).orElse(Map.of());
        Instant now = Instant.parse(Python.str(file.at("clock").orElse(Value.of("2025-01-01T00:00:00Z"))));
        return new Corpus(context, Clock.fixed(now, ZoneOffset.UTC), cases);
    }

    private static Set<String> differences() throws IOException {
        return read("differences.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("//"))
                .collect(Collectors.toSet());
    }

    private static String read(String name) throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("conformance/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
