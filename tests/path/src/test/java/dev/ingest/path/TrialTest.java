package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trying a connector before a pipeline depends on it. */
class TrialTest {
    private static final String VERSION = "/api/v1/connectors/orders/versions/1/";

    private final Product product = Product.shared();

    private Product.Answer tried(String what, String client, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "config",
                Map.of("base_url", product.stack.sampleApi(), "start_date", "2020-01-01T00:00:00Z"),
                "credential",
                "shop"));
        body.putAll(more);
        return product.post("scheduler", VERSION + what, client, Product.json(body));
    }

    @Test
    void connectorIsTriedBeforeAPipelineDependsOnIt() {
        product.tenantWithShop("trial");
        String admin = "tenant-admin@trial";

        JsonNode check = tried("check", admin, Map.of()).expect(200).json();
        assertThat(check.get("succeeded").asBoolean()).as(check.toString()).isTrue();

        JsonNode streams = tried("discover", admin, Map.of()).expect(200).json().get("streams");
        assertThat(streams.findValuesAsText("name")).contains("customers", "orders", "line_items", "refunds");

        JsonNode read = tried("read", admin, Map.of("stream", "orders", "limit", 2))
                .expect(200)
                .json();
        assertThat(read.get("records")).as(read.toString()).hasSize(2);
        assertThat(read.toString()).doesNotContain(product.stack.sampleApiSecret());
    }

    @Test
    void columnThatAPolicyCallsPersonalIsHidden() {
        product.tenantWithShop("trial-mask");
        product.pipeline("trial-mask", "shop", "customers").expect(200);
        product.put(
                        "/api/v1/policies/shop/customers",
                        "tenant-admin@trial-mask",
                        Product.json(Map.of("columns", Map.of("email", Map.of("analyst", "SHA256")))))
                .expect(200);

        JsonNode read = tried("read", "tenant-admin@trial-mask", Map.of("stream", "customers"))
                .expect(200)
                .json();

        assertThat(read.get("masked").toString()).contains("email");
        assertThat(read.get("records"))
                .hasSize(10)
                .allSatisfy(record -> assertThat(record.get("email").asText()).isEqualTo("[REDACTED]"));
    }

    @Test
    void whatMayNotBeTriedIsRefused() {
        product.tenantWithShop("trial-no");
        product.tenantWithShop("trial-other");
        String admin = "tenant-admin@trial-no";
        assertThat(tried("check", "tenant-viewer@trial-no", Map.of()).status()).isEqualTo(403);
        assertThat(tried("check", admin, Map.of("credential", "nosuch")).text())
                .contains("credential 'nosuch' does not exist");
        assertThat(tried("read", admin, Map.of("stream", "orders", "limit", 101))
                        .text())
                .contains("limit: 101 (expected: 1 to 100)");
        assertThat(tried("read", admin, Map.of()).text()).contains("stream: missing");
        assertThat(tried(
                                "check",
                                admin,
                                Map.of("config", Map.of("base_url", "http://api", "client_secret", "s3cret-in-config")))
                        .text())
                .contains("config.client_secret: is a secret")
                .doesNotContain("s3cret-in-config");
        product.allow("trial-no");
        Product.await(
                "the executor hears of it",
                () -> tried("check", admin, Map.of()).text().contains("loopback"));
    }
}
