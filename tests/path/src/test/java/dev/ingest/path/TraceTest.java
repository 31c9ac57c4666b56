package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.path.Collector.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One trace goes from a request to its commit, through three services and two topics. */
class TraceTest {
    private final Product product = Product.shared();
    private final Collector collector = Product.collector();

    @Test
    void runIsOneTraceFromItsRequestOverItsSlicesToTheirCommits() {
        product.tenantWithShop("traced");
        product.pipeline("traced", "shop", "refunds").expect(200);
        String run = product.start("traced", "shop");
        product.finish("traced", run);
        Product.await(
                "the run's trace has all its parts", () -> named(run).containsAll(List.of("run", "slice", "commit")));

        List<Span> trace = trace(run);
        Span first = only(trace, "run");
        Span slice = only(trace, "slice");
        Span commit = only(trace, "commit");
        assertThat(trace).extracting(Span::service).contains("scheduler", "executor", "writer");
        assertThat(first.parent()).isEmpty();
        assertThat(first.attribute("pipeline")).isEqualTo("shop");
        assertThat(slice.parent()).isEqualTo(first.id());
        assertThat(slice.attribute("stream")).isEqualTo("refunds");
        assertThat(commit.parent()).isEqualTo(slice.id());
        assertThat(commit.attribute("table")).isEqualTo("traced/shop.refunds");
    }

    @Test
    void postIsOneTraceFromItsAcknowledgementToItsCommit() {
        String tenant = "traced-posts";
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        String admin = "tenant-admin@" + tenant;
        product.put(
                        "/api/v1/sources/clicks",
                        admin,
                        Product.json(Map.of(
                                "namespace",
                                "web",
                                "columns",
                                List.of(
                                        Map.of("name", "timestamp", "type", "timestamptz", "required", true),
                                        Map.of("name", "id", "type", "long", "required", true)),
                                "key",
                                List.of("id"))))
                .expect(200);
        String token = product.post(
                        "scheduler", "/api/v1/tokens", admin, Product.json(Map.of("name", "p", "role", "producer")))
                .expect(201)
                .json()
                .get("token")
                .asText();
        product.call(
                        "POST",
                        "gateway",
                        "/api/v1/ingest",
                        "Snowflake Token=\"" + token + "\"",
                        "application/json",
                        Product.json(Map.of(
                                "records",
                                Map.of("clicks", List.of(Map.of("timestamp", "2026-01-01T00:00:00Z", "id", 1))))))
                .expect(200);
        String table = tenant + "/web.clicks";
        Product.await("the post's trace has its commit", () -> about("post", table) && about("commit", table));

        Span post = collector.spans().stream()
                .filter(span ->
                        span.name().equals("post") && span.attribute("table").equals(table))
                .findFirst()
                .orElseThrow();
        assertThat(post.service()).isEqualTo("ingest-gateway");
        assertThat(collector.spans())
                .filteredOn(
                        span -> span.trace().equals(post.trace()) && span.name().equals("commit"))
                .singleElement()
                .satisfies(commit -> assertThat(commit.parent()).isEqualTo(post.id()));
    }

    private boolean about(String name, String table) {
        return collector.spans().stream()
                .anyMatch(span ->
                        span.name().equals(name) && span.attribute("table").equals(table));
    }

    private List<String> named(String run) {
        return trace(run).stream().map(Span::name).toList();
    }

    /** All spans of the trace that the run's slices are in. */
    private List<Span> trace(String run) {
        List<Span> all = collector.spans();
        return all.stream()
                .filter(span -> span.attribute("run").equals(run))
                .findFirst()
                .map(known -> all.stream()
                        .filter(span -> span.trace().equals(known.trace()))
                        .toList())
                .orElse(List.of());
    }

    private static Span only(List<Span> trace, String name) {
        List<Span> found =
                trace.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }
}
