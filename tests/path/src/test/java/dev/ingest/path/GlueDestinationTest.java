package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.testkit.aws.AwsStandIn;
import dev.ingest.testkit.aws.IamPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A tenant's tables in Glue, with the tenant's role and the policies that the product prints for it. The services are the packaged
 * ones; AWS is a stand-in.
 */
class GlueDestinationTest {
    private static final String TENANT = "in-glue";
    private static final String ADMIN = "tenant-admin@" + TENANT;
    private static final String ROLE = "arn:aws:iam::123456789012:role/in-glue";

    private final Product product = Product.shared();
    private final AwsStandIn aws = Product.aws();

    @Test
    void postedAndPulledRecordsAreInGlueAndReadFromThere() {
        product.tenantWithShop(TENANT);
        product.allow(TENANT, product.stack.sampleApi(), aws.url());
        destination();
        assertThat(check().get("granted").asBoolean())
                .as("no role trusts the platform")
                .isFalse();
        setWhatIsPrinted();
        assertThat(check().get("granted").asBoolean()).as(check().toString()).isTrue();

        post();
        pull();
        Product.await("pushed rows", () -> product.rows(TENANT, "clicks.clicks") == 2);
        long customers = product.truth().get("customers").asLong();
        Product.await("pulled rows", () -> product.rows(TENANT, "shop.customers") == customers);

        assertThat(pages()).containsExactlyInAnyOrder("/", "/cart");
        assertThat(aws.glue.databases).contains("lake_clicks", "lake_shop");
        assertThat(aws.glue
                        .table("lake_shop.customers")
                        .at("/Parameters/metadata_location")
                        .asText())
                .startsWith("s3://glue-lake/tables/shop/customers/metadata/");
        assertThat(aws.s3.objects.keySet()).allMatch(name -> name.startsWith("glue-lake/tables/"));
    }

    private void destination() {
        product.put(
                        "/api/v1/destinations/glue",
                        ADMIN,
                        Product.json(Map.of(
                                "kind",
                                "glue",
                                "properties",
                                Map.of(
                                        "region", "eu-central-1",
                                        "account", "123456789012",
                                        "namespace", "lake",
                                        "warehouse", "s3://glue-lake/tables",
                                        "role", ROLE,
                                        "glue.endpoint", aws.url(),
                                        "s3.endpoint", aws.url(),
                                        "s3.path-style-access", "true"))))
                .expect(200);
    }

    private JsonNode check() {
        return product.post("scheduler", "/api/v1/destinations/glue/check", ADMIN, "")
                .expect(200)
                .json();
    }

    /** As the owner of the account does, with nothing but the answer. */
    private void setWhatIsPrinted() {
        JsonNode access = product.get("scheduler", "/api/v1/destinations/glue/access", ADMIN)
                .expect(200)
                .json();
        aws.roles.put(
                ROLE,
                new AwsStandIn.Role(new IamPolicy(access.get("trustPolicy")), new IamPolicy(access.get("rolePolicy"))));
    }

    private void post() {
        product.put(
                        "/api/v1/sources/clicks",
                        ADMIN,
                        Product.json(Map.of(
                                "namespace",
                                "clicks",
                                "destination",
                                "glue",
                                "columns",
                                List.of(
                                        Map.of("name", "session", "type", "string", "required", true),
                                        Map.of("name", "page", "type", "string")),
                                "key",
                                List.of("session"))))
                .expect(200);
        String producer = product.post(
                        "scheduler",
                        "/api/v1/tokens",
                        ADMIN,
                        Product.json(Map.of("name", "producer", "role", "producer")))
                .expect(201)
                .json()
                .get("token")
                .asText();
        product.call(
                        "POST",
                        "gateway",
                        "/api/v1/ingest",
                        "Snowflake Token=\"" + producer + "\"",
                        "application/json",
                        Product.json(Map.of(
                                "records",
                                Map.of(
                                        "clicks",
                                        List.of(
                                                Map.of(
                                                        "timestamp",
                                                        "2026-01-01T00:00:00Z",
                                                        "session",
                                                        "a",
                                                        "page",
                                                        "/"),
                                                Map.of(
                                                        "timestamp",
                                                        "2026-01-01T00:00:01Z",
                                                        "session",
                                                        "b",
                                                        "page",
                                                        "/cart"))))))
                .expect(200);
    }

    private void pull() {
        product.put(
                        "/api/v1/pipelines/glue",
                        ADMIN,
                        Product.json(Map.of(
                                "connector", "orders",
                                "credential", "shop",
                                "destination", "glue",
                                "namespace", "shop",
                                "config",
                                        Map.of(
                                                "base_url",
                                                product.stack.sampleApi(),
                                                "start_date",
                                                "2020-01-01T00:00:00Z"),
                                "streams", List.of(Map.of("name", "customers")),
                                "schedule", "manual")))
                .expect(200);
        JsonNode run = product.finish(TENANT, product.start(TENANT, "glue"));
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("succeeded");
    }

    private List<String> pages() {
        return product.get("masking", "/api/v1/tables/clicks/clicks/rows?select=page", ADMIN)
                .expect(200)
                .json()
                .get("rows")
                .valueStream()
                .map(row -> row.get(0).asText())
                .toList();
    }
}
