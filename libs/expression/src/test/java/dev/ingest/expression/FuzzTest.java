package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FuzzTest {
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
            "~");

    /** Whatever the text, the only exception is our own: services answer it as a bad manifest, not as a crash. */
    @Test
    void anyTextEitherRendersOrFailsWithItsOwnException() {
        Random random = new Random(20260101);
        int rendered = 0;
        for (int round = 0; round < 60_000; round++) {
            String template = template(random, round % 3);
            rendered += survives(template) ? 1 : 0;
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

    private static boolean survives(String template) {
        try {
            assertThat(Template.compile(template).value(RenderingTest.variables(), RenderingTest.CLOCK))
                    .isNotNull();
            return true;
        } catch (ExpressionException expected) {
            assertThat(expected.getMessage()).isNotBlank();
            return false;
        } catch (RuntimeException | StackOverflowError other) {
            throw new AssertionError("template: " + template, other);
        }
    }
}
