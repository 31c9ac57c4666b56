package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzTest {
    /** More with {@code -Dfuzz.rounds=…}. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 60_000);

    private static final List<String> PIECES = List.of(
            "{{ ",
            " }}",
            "{% if ",
            "{% for i in ",
            "{% set x = ",
            " %}",
            "{% endif %}",
            "{% endfor %}",
            "{% else %}",
            "config",
            "record",
            ".a",
            ".n",
            ".list",
            ".nested",
            "['k']",
            "[0]",
            "[1:]",
            "[::-1]",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "|",
            "join(',')",
            "length",
            "first",
            "map('int')",
            "default('x')",
            "string",
            "sort",
            "unique",
            "list",
            "tojson",
            "hash",
            ".split('a')",
            ".get('k')",
            ".items()",
            ".strftime('%Y')",
            " + ",
            " - ",
            " * ",
            " ** ",
            " / ",
            " // ",
            " % ",
            " ~ ",
            " and ",
            " or ",
            " not ",
            " in ",
            " is ",
            "none",
            "defined",
            " if ",
            " else ",
            "1",
            "0",
            "99999",
            "1.5",
            "'a'",
            "\"b\"",
            "'%s'",
            "True",
            "None",
            " == ",
            " < ",
            "now_utc()",
            "duration('P1D')",
            "max(1, 2)",
            "{#",
            "#}",
            "-",
            "\n",
            "é",
            "\\",
            "x",
            "loop.index",
            "format_datetime('2025-01-01', '%d')",
            "regex_search('(a)')",
            ".append(1)",
            "namespace(a=1)",
            "dict(b=2)",
            "~",
            "{% macro m(a, b=1) %}",
            "{% endmacro %}",
            "m(",
            "{% call m() %}",
            "{% endcall %}",
            "caller()",
            "{% filter upper %}",
            "{% endfilter %}",
            "{% with q = ",
            "{% endwith %}",
            "{% set x %}",
            "{% endset %}",
            " recursive ",
            "loop(",
            "**",
            "*",
            ".format(",
            "wordwrap(3)",
            "truncate(3)",
            "groupby('a')",
            "slice(3)",
            "batch(2)",
            "dictsort",
            "base64decode",
            "regex_replace('(a|b)*', '\\\\1')",
            "regex_search('(a+)+$')",
            "'{:>{}}'",
            "'%*d'",
            "strptime",
            "duration(",
            "str_to_datetime(",
            "timestamp(",
            "urlencode",
            "pprint",
            "round(2)",
            "int(0, 16)",
            "cycler(1, 2)",
            "joiner()",
            ".next()",
            ".items",
            ".update(",
            ".pop()",
            ".sort()");

    /** Whatever the text, the only exception is our own: services answer it as a bad manifest, not as a crash. */
    @Test
    void anyTextEitherRendersOrFailsWithItsOwnException() {
        Random random = new Random(20260101);
        List<Map<String, Value>> contexts = contexts(random);
        int rendered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String template = template(random, round % 3);
            rendered += survives(template, contexts.get(round % contexts.size())) ? 1 : 0;
        }
        assertThat(rendered)
                .as("some inputs are valid, so evaluation is exercised too")
                .isGreaterThan(500);
    }

    private static String template(Random random, int style) {
        StringBuilder text = new StringBuilder(style == 0 ? "" : "{{ ");
        int pieces = 1 + random.nextInt(style == 2 ? 4 : 14);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.append(style == 0 ? "" : " }}").toString();
    }

    /** The usual values, and others of every type and shape in their places. */
    private static List<Map<String, Value>> contexts(Random random) {
        List<Map<String, Value>> contexts = new ArrayList<>(List.of(RenderingTest.variables()));
        for (int i = 1; i < 50; i++) {
            contexts.add(Map.of("config", value(random, 4), "record", value(random, 4)));
        }
        return contexts;
    }

    private static Value value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 12)) {
            case 0 -> Value.NONE;
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> new Value.Int(new BigInteger(random.nextInt(200), random).subtract(BigInteger.TEN));
            case 3 -> new Value.Float(Double.longBitsToDouble(random.nextLong()));
            case 4 -> Value.of(template(random, 0));
            case 5 -> Value.of(new String(random.ints(5, 0, 0xffff).toArray(), 0, 5));
            case 6 -> Value.of("2025-01-02T03:04:05Z");
            case 7 -> Value.EMPTY;
            case 8 -> new Value.Items(values(random, depth - 1));
            case 9 -> new Value.Tuple(values(random, depth - 1));
            default -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                List.of("a", "n", "list", "nested", "k").forEach(name -> entries.put(name, value(random, depth - 1)));
                yield Value.dict(entries);
            }
        };
    }

    private static List<Value> values(Random random, int depth) {
        List<Value> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value(random, depth));
        }
        return values;
    }

    private static boolean survives(String template, Map<String, Value> variables) {
        try {
            assertThat(Template.compile(template).value(variables, RenderingTest.CLOCK))
                    .isNotNull();
            return true;
        } catch (ExpressionException expected) {
            assertThat(expected.getMessage()).isNotBlank();
            return false;
        } catch (RuntimeException | Error other) {
            throw new AssertionError("template: " + template, other);
        }
    }
}
