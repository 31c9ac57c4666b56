package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-04T05:06:07.890Z"), ZoneOffset.UTC);

    static Stream<String> cases() throws IOException {
        try (InputStream cases = RenderingTest.class.getResourceAsStream("rendering.txt")) {
            String text = new String(Objects.requireNonNull(cases).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isEmpty() && !line.startsWith("//")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsJinjaDoes(String line) {
        String[] parts = line.split(" => ", 2);

        assertThat(outcome(parts[0])).isEqualTo(parts[1]);
    }

    private static String outcome(String template) {
        try {
            return Template.compile(template).render(variables(), CLOCK);
        } catch (ExpressionException error) {
            return "!" + error.kind();
        }
    }

    static Map<String, Value> variables() {
        return Map.of("config", python(config()), "record", python(record()));
    }

    private static Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("a", "x");
        config.put("n", 5);
        config.put("z", Value.NONE);
        config.put("list", List.of(3, 1, 2));
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("k", "v");
        nested.put("items", 1);
        config.put("nested", nested);
        config.put("name", "Ada Lovelace");
        config.put("f", 1.5);
        config.put("big", 1e16);
        config.put("empty", "");
        config.put("flag", true);
        return config;
    }

    private static Map<String, Object> record() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", 7);
        record.put("tags", List.of(tag("p", 1), tag("q", Value.NONE)));
        record.put("price", 12.50);
        record.put("text", "it's");
        record.put("when", "2025-03-04T05:06:07Z");
        return record;
    }

    private static Map<String, Object> tag(String name, Object value) {
        Map<String, Object> tag = new LinkedHashMap<>();
        tag.put("name", name);
        tag.put("v", value);
        return tag;
    }

    static Value python(Object value) {
        return switch (value) {
            case Value already -> already;
            case String text -> Value.of(text);
            case Integer number -> new Value.Int(BigInteger.valueOf(number));
            case Double number -> new Value.Float(number);
            case Boolean flag -> Value.of(flag);
            case List<?> list ->
                Value.list(list.stream().map(RenderingTest::python).toList());
            case Map<?, ?> map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.forEach((key, entry) -> entries.put((String) key, python(entry)));
                yield Value.dict(entries);
            }
            default -> throw new IllegalArgumentException(Arrays.toString(new Object[] {value}));
        };
    }
}
