package dev.ingest.bench;

import dev.ingest.expression.Template;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One evaluation of a compiled template, coerced as a manifest's fields are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TemplateBenchmark {
    @Param({
        "/v1/things",
        "/v1/{{ config.account }}/things",
        "{{ record['id'] }}",
        "{{ config['account'] }}/{{ stream_slice['start_time'] }}",
        "{{ record.tags | map(attribute='name') | join(',') }}",
        "{{ 'y' if record.price > 10 and record.name is defined else 'n' }}",
        "{{ format_datetime(record['when'], '%Y-%m-%d') }}",
        "{{ (now_utc() - duration('P1D')).strftime('%Y-%m-%dT%H:%M:%SZ') }}"
    })
    public String source;

    private Template template;
    private Map<String, Value> variables;
    private final Clock clock = Clock.systemUTC();

    @Setup
    public void compile() {
        template = Template.compile(source);
        Value tag = Value.dict(Map.of("name", Value.of("p")));
        variables = Map.of(
                "config", Value.dict(Map.of("account", Value.of("acme"))),
                "stream_slice", Value.dict(Map.of("start_time", Value.of("2025-01-02"))),
                "record",
                        Value.dict(Map.of(
                                "id", Value.of(12345),
                                "price", new Value.Float(12.5),
                                "name", Value.of("thing"),
                                "when", Value.of("2025-01-02T03:04:05Z"),
                                "tags", Value.list(java.util.List.of(tag, tag)))));
    }

    @Benchmark
    public Value evaluate() {
        return template.value(variables, clock);
    }
}
