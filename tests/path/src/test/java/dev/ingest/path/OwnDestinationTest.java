package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant's own catalog and bucket, tried with the tenant's own keys before anything is written to them. */
class OwnDestinationTest {
    private static final Map<String, Predicate<String>> REQUESTS = Map.of(
            "WRITE", request -> request.startsWith("PUT "),
            "READ", request -> request.startsWith("GET ") && !request.contains("list-type"),
            "LIST", request -> request.contains("list-type"),
            "DELETE", request -> request.startsWith("DELETE ") || request.contains("?delete"));

    private static final Map<String, String> STATEMENTS = Map.of(
            "WRITE", "WriteFiles",
            "READ", "ReadFiles",
            "LIST", "ListFiles",
            "DELETE", "DeleteFiles");

    private final Product product = Product.shared();
    private final ObjectStore s3 = product.stack.s3();
    private RefusingStore store;

    @BeforeEach
    void listen() throws IOException {
        store = new RefusingStore(s3.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
    }

    @Test
    void checkNamesEachRightThatIsMissingAndNoOther() {
        tenant("own-rights", s3.secretKey());
        assertThat(missing(check("own-rights"))).isEmpty();
        REQUESTS.forEach((right, requests) -> {
            store.refuse(requests);
            JsonNode check = check("own-rights");
            assertThat(check.get("granted").asBoolean()).as(check.toString()).isFalse();
            assertThat(missing(check)).as(check.toString()).singleElement().satisfies(found -> {
                assertThat(found.get("right").asText()).isEqualTo(right);
                assertThat(found.get("statement").asText()).isEqualTo(STATEMENTS.get(right));
                assertThat(found.get("problem").asText()).contains("refuses").contains("not by this policy");
            });
        });
    }

    @Test
    void keysThatTheStoreDoesNotKnowOpenNothingAndAreNotTold() {
        tenant("own-keys", "not-the-secret");
        JsonNode check = check("own-keys");
        assertThat(missing(check))
                .extracting(right -> right.get("right").asText())
                .containsExactly("WRITE", "LIST", "DELETE");
        assertThat(check.toString()).doesNotContain("not-the-secret").contains("SignatureDoesNotMatch");
    }

    private JsonNode check(String tenant) {
        return product.post("scheduler", "/api/v1/destinations/own/check", "tenant-admin@" + tenant, "")
                .expect(200)
                .json();
    }

    private static List<JsonNode> missing(JsonNode check) {
        return java.util.stream.StreamSupport.stream(check.get("rights").spliterator(), false)
                .filter(right -> right.get("outcome").asText().equals("MISSING"))
                .toList();
    }

    private void tenant(String tenant, String secretKey) {
        Lake catalog = product.stack.newLake("own");
        String admin = "tenant-admin@" + tenant;
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        product.allow(tenant, store.url(), catalog.jdbcUrl().substring("jdbc:".length()));
        product.put(
                        "/api/v1/credentials/own",
                        admin,
                        Product.json(Map.of(
                                "values",
                                Map.of(
                                        "jdbc.user", catalog.user(),
                                        "jdbc.password", catalog.password(),
                                        "s3.access-key-id", s3.accessKey(),
                                        "s3.secret-access-key", secretKey))))
                .expect(200);
        product.put(
                        "/api/v1/destinations/own",
                        admin,
                        Product.json(Map.of(
                                "kind",
                                "jdbc",
                                "properties",
                                Map.of(
                                        "uri", catalog.jdbcUrl(),
                                        "catalog", "own",
                                        "warehouse", product.stack.newWarehouse(),
                                        "s3.endpoint", store.url(),
                                        "s3.region", s3.region(),
                                        "s3.path-style-access", "true"),
                                "credential",
                                "own")))
                .expect(200);
    }
}
