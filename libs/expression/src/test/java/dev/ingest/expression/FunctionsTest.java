package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {
    private static String render(String template) {
        return Template.compile(template).render(RenderingTest.variables(), RenderingTest.CLOCK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now_utc() | 2025-03-04 05:06:07.890000+00:00",
                "today_utc() | 2025-03-04",
                "today_with_timezone('Pacific/Kiritimati') | 2025-03-04",
                "today_utc() - duration('P1M') | 2025-02-04",
                "(now_utc() - duration('P1DT2H')).strftime('%Y-%m-%dT%H:%M:%SZ') | 2025-03-03T03:06:07Z",
                "now_utc().isoformat() | 2025-03-04T05:06:07.890000+00:00",
                "now_utc().timestamp() | 1741064767.89",
                "now_utc().year | 2025",
                "day_delta(-1, '%Y-%m-%d') | 2025-03-03",
                "day_delta(1) | 2025-03-05T05:06:07.890000+0000",
                "day_delta(num_days=1, format='%d') | 05",
                "duration('P1D') | 1 day, 0:00:00",
                "duration('PT90M') | 1:30:00",
                "format_datetime('2025-01-02T03:04:05Z', '%d/%m/%Y %H') | 02/01/2025 03",
                "format_datetime('2025-01-02T03:04:05+02:00', '%s') | 1735779845",
                "format_datetime('02/01/2025', '%Y-%m-%d', '%d/%m/%Y') | 2025-01-02",
                "format_datetime(1735787045, '%Y-%m-%dT%H:%M:%S') | 2025-01-02T03:04:05",
                "format_datetime('2025-01-02T03:04:05.678Z', '%Y-%m-%dT%H:%M:%S.%_msZ') | 2025-01-02T03:04:05.678Z",
                "format_datetime('2025-01-02T03:04:05.678Z', '%ms') | 1735787045678",
                "timestamp('2025-01-02T03:04:05Z') | 1735787045.0",
                "timestamp(1735787045.7) | 1735787045",
                "str_to_datetime('2022-01-14') | 2022-01-14 00:00:00+00:00",
                "(str_to_datetime('2022-01-14') - str_to_datetime('2022-01-01')).days | 13",
                "max(2, 3) | 3",
                "max('2024-01-01', '2023-12-31') | 2024-01-01",
                "min([4, 2]) | 2",
                "sanitize_url('https://a b/') | https%3A%2F%2Fa+b%2F",
                "camel_case_to_snake_case('camelCaseHTTPName') | camel_case_h_t_t_p_name",
                "generate_uuid() | length | 36",
            })
    void functionsAsTheManifestsUseThem(String line) {
        int split = line.lastIndexOf(" | ");

        assertThat(render("{{ " + line.substring(0, split) + " }}")).isEqualTo(line.substring(split + 3));
    }

    @Test
    void filtersOfTheManifestLanguage() {
        assertThat(render("{{ 'abc' | hash }}")).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
        assertThat(render("{{ 'b' | hash('sha1', 'salt') }}")).hasSize(40);
        assertThat(render("{{ 'what do ya want for nothing?' | hmac('Jefe') }}"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(render("{{ 'a:b' | base64encode }} {{ 'YTpi' | base64decode }} {{ 'a:b' | base64binascii_decode }}"))
                .isEqualTo("YTpi a:b YTpi");
        assertThat(
                        render(
                                "{{ 'page=3&x' | regex_search('page=(\\\\d+)') }}|{{ 'q' | regex_search('x(y)') }}|{{ 'q' | regex_search('q') }}"))
                .isEqualTo("3||");
        assertThat(
                        render(
                                "{{ 'a1b2' | regex_replace('[0-9]', '-') }} {{ 'ab' | regex_replace('(a)(b)', '\\\\2\\\\1') }}"))
                .isEqualTo("a-b- ba");
        assertThat(render("{{ 5 | string }} {{ {'a': none} | string }}"))
                .isEqualTo("\"\"\"5\"\"\" \"\"\"{\"a\": null}\"\"\"");
    }

    @Test
    void coercesTheRenderedTextOnce() {
        assertThat(Template.compile("{{ config.n }}").value(RenderingTest.variables(), RenderingTest.CLOCK))
                .isEqualTo(Value.of(5));
        assertThat(Template.compile("{{ 5 | string }}").value(RenderingTest.variables(), RenderingTest.CLOCK))
                .isEqualTo(Value.of("5"));
        assertThat(Template.compile("0{{ config.n }}").value(RenderingTest.variables(), RenderingTest.CLOCK))
                .isEqualTo(Value.of("05"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ nope() }} | unknown function 'nope' (at character 4)",
                "{{ 1 + nope(2) }} | unknown function 'nope' (at character 8)",
                "{{ range(3) }} | unknown function 'range' (at character 4)",
                "{{ a is odds }} | unknown test 'odds' (at character 9)",
                "{{ a.frobnicate() }} | unknown method 'frobnicate' (at character 6)",
                "x {{ a } | unexpected '}' (at character 8)",
                "{{ a | expression is not closed, expected '}}' (at character 1)",
                "{% while x %} | statement 'while' is not supported, expected if, for, set, with, filter, macro, call or print (at character 4)",
                "{% if x %}a | unexpected the end of the template, expected '{%' (at character 12)",
                "{{ 'a }} | string is not closed (at character 4)",
                "{{ a ? b }} | unexpected character '?' (at character 6)",
            })
    void refusesWhatItDoesNotKnowWithItsPosition(String template, String message) {
        assertThatThrownBy(() -> Template.compile(template))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        error -> assertThat(error.kind()).isEqualTo(ExpressionException.Kind.SYNTAX))
                .hasMessage(message);
    }

    @Test
    void unknownFilterIsNamedWithItsPosition() {
        assertThatThrownBy(() -> Template.compile("{{ a | nope }}"))
                .hasMessage("unknown filter 'nope' (at character 8)");
    }

    @Test
    void aNameThatIsNotAvailableIsNamed() {
        assertThatThrownBy(() -> render("{{ stream_state.x }}"))
                .hasMessage("'stream_state' is not available here (expected one of [config, record])");
    }

    @Test
    void limitsStopTemplatesThatCostTooMuch() {
        assertLimit("{{ 'a' * 1000000000 }}");
        assertLimit("{{ 2 ** 100000 }}");
        assertLimit("{{ ('x' * 300) | regex_search('(.*)(.*)(.*)(.*)[yz]') }}");
        assertLimit("{% set l = [] %}{{ l.append(l) }}{{ l }}");
        assertLimit("{% for a in 'x' * 2000 %}{% for b in 'x' * 2000 %}{{ a }}{% endfor %}{% endfor %}");
        String doubled = "{% set a = [a, a] %}{% set b = [b, b] %}".repeat(40);
        assertLimit("{% set a = [1] %}{% set b = [1] %}" + doubled + "{{ a == b }}");
        assertLimit("{% set a = [1] %}{% set b = [1] %}" + doubled + "{{ a }}");
        assertLimit("{% set a = [1] %}{% set b = [1] %}" + doubled + "{{ a | tojson | length }}");
    }

    /** An evaluation would go as deep as the chain is long. */
    @Test
    void aLongChainIsRefusedWhenItIsCompiled() {
        for (String link : List.of("+1", "|int", ".a", "[0]", " or 1", " is none", " if 1 else 1")) {
            assertThatThrownBy(() -> Template.compile("{{ 1" + link.repeat(5_000) + " }}"))
                    .as(link)
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageContaining("nested more than 100 levels deep");
        }
    }

    private static void assertLimit(String template) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOfSatisfying(
                        ExpressionException.class,
                        error -> assertThat(error.kind()).isEqualTo(ExpressionException.Kind.LIMIT));
    }
}
