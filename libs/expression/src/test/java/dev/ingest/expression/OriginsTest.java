package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private static String dotted(Set<List<String>> origins) {
        return origins.stream()
                .map(path -> String.join(".", path))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
                    text                                                              => ``
                    {{ config['a'] }}                                                 => config.a
                    {{ config.a.b | upper }}                                          => config.a.b
                    {{ config.get('a', {}).get('b') }}                                => config.a.b
                    {{ config.get('a', other) }}                                      => config other
                    {{ config[name] }}                                                => config name
                    {{ ('x:' ~ config['a'] ~ other) | base64encode }}                 => config.a other
                    {{ 'x' if config['a'] else other }}                               => other
                    {{ config['a'] == other }}{{ config['a'] is string }}             => ``
                    {{ not config['a'] }}                                             => ``
                    {{ config['a'][2:] }}                                             => config.a
                    {{ config['a'].strip() }}                                         => config.a
                    {{ {'k': [config['a']]} }}                                        => config.a
                    {{ other.replace('x', config['a']) }}                             => config.a other
                    {% if config['a'] %}{{ other }}{% else %}{{ config.b }}{% endif %}      => config.b other
                    {% set x = config['a'] %}{{ x }}                                  => config.a x
                    {% for x in config['a'] %}{{ x }}{% endfor %}                     => config.a x
                    {% with x = config['a'] %}{{ x }}{% endwith %}                    => config.a x
                    {% filter upper %}{{ config['a'] }}{% endfilter %}                => ` body config.a`
                    {% macro m(x=config['a']) %}{{ x }}{% endmacro %}{{ m() }}        => config.a m x
                    """)
    void aTemplateKnowsTheEntriesItIsMadeOf(String template, String origins) {
        assertThat(dotted(Template.compile(template).origins())).isEqualTo(origins);
    }

    private static List<String> printed(String template) {
        List<String> printed = new ArrayList<>();
        Value.Dict config = Value.emptyDict();
        config.entries().put(Value.of("a"), Value.of("one"));
        config.entries().put(Value.of("b"), Value.of("two"));
        String rendered = Template.compile(template)
                .render(
                        Map.of("config", config),
                        RenderingTest.CLOCK,
                        (by, origins, text) -> printed.add(text + " of " + dotted(origins)));
        printed.add(rendered);
        return printed;
    }

    @Test
    void anObserverIsToldEachPrintAndItsOrigins() {
        assertThat(printed("x{{ config.a | upper }}/{{ config.b }}"))
                .containsExactly("ONE of config.a", "two of config.b", "xONE/two");
    }

    @Test
    void whereStatementsHandValuesOnEverythingIsMadeOfEverything() {
        assertThat(printed("{% set x = config.a %}{{ x | upper }}-{{ config.b }}"))
                .containsExactly(
                        "ONE of config.a config.b x",
                        "two of config.a config.b x",
                        "ONE-two of config.a config.b x",
                        "ONE-two");
    }
}
