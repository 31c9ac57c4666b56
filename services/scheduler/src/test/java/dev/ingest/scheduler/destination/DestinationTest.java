package dev.ingest.scheduler.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SchedulerTest
class DestinationTest {
    @Inject
    Log log;

    private static final String OWN = """
            {"kind": "jdbc", "properties": {"uri": "jdbc:postgresql://h/d", "catalog": "c", "warehouse": "s3://b/"}}""";

    @Test
    void ownDestinationIsKeptAndServedWithItsTables() {
        Api.tenant("dest-own");
        Api admin = Api.as("tenant-admin@dest-own");
        admin.put("/api/v1/credentials/lake", "{\"values\": {\"jdbc.user\": \"u\"}}");

        Answer put =
                admin.put("/api/v1/destinations/own", OWN.replace("\"kind\"", "\"credential\": \"lake\", \"kind\""));
        admin.put(
                "/api/v1/sources/a",
                "{\"namespace\": \"n\", \"destination\": \"own\", \"columns\": [{\"name\": \"x\", \"type\": \"long\"}]}");

        assertThat(put.status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/destinations").json().findValuesAsText("name"))
                .containsExactly("managed", "own");
        Answer table = Api.as("service-writer").get("/internal/v1/tenants/dest-own/tables/n/a");
        assertThat(table.json().get("destination").get("credential").asText()).isEqualTo("lake");
        assertThat(table.json()
                        .get("destination")
                        .get("properties")
                        .get("warehouse")
                        .asText())
                .isEqualTo("s3://b/");
    }

    @Test
    void whatIsWrongIsNamed() {
        Api.tenant("dest-wrong");
        Api admin = Api.as("tenant-admin@dest-wrong");

        assertThat(admin.put("/api/v1/destinations/own", OWN.replace("jdbc\"", "ftp\""))
                        .detail())
                .isEqualTo("kind: 'ftp' (expected: managed, jdbc, rest or glue)");
        assertThat(admin.put("/api/v1/destinations/own", OWN.replace("\"catalog\": \"c\", ", ""))
                        .detail())
                .isEqualTo("properties.catalog: missing (expected: a value)");
        assertThat(admin.put(
                                "/api/v1/destinations/own",
                                OWN.replace("\"catalog\"", "\"jdbc.password\": \"x\", \"catalog\""))
                        .detail())
                .isEqualTo("properties.jdbc.password: secrets belong in a credential");
        Answer unknown =
                admin.put("/api/v1/destinations/own", OWN.replace("\"kind\"", "\"credential\": \"no\", \"kind\""));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.detail()).isEqualTo("credential 'no' does not exist");
    }

    @Test
    void destinationOfTablesStaysWhereItIs() {
        Api.tenant("dest-stay");
        Api admin = Api.as("tenant-admin@dest-stay");
        admin.put("/api/v1/destinations/own", OWN);

        Answer unused = admin.put("/api/v1/destinations/own", OWN.replace("s3://b/", "s3://c/"));
        Answer used = admin.put("/api/v1/destinations/managed", OWN);

        assertThat(unused.status()).isEqualTo(200);
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.detail())
                .isEqualTo("destination 'managed' has tables and stays where it is; only its credential may change");
    }

    @Test
    void mistypedDestinationIsMendedUntilATableIsInIt() {
        Api.tenant("dest-mistyped");
        Api admin = Api.as("tenant-admin@dest-mistyped");
        admin.put("/api/v1/destinations/own", OWN.replace("s3://b/", "s3://mistyped/"));
        admin.put(
                "/api/v1/sources/items",
                "{\"namespace\": \"shop\", \"destination\": \"own\", \"columns\": [{\"name\": \"x\", \"type\": \"long\"}]}");

        Answer mended = admin.put("/api/v1/destinations/own", OWN);
        log.tell(pushed("dest-mistyped", 1, "2026-03-01T00:00:00Z"));
        var next = new AtomicInteger();
        Answer moved = Eventually.when(
                () -> admin.put(
                        "/api/v1/destinations/own",
                        OWN.replace("s3://b/", "s3://c%d/".formatted(next.incrementAndGet()))),
                answer -> answer.status() != 200);

        assertThat(mended.status()).as(mended::detail).isEqualTo(200);
        assertThat(moved.status()).isEqualTo(409);
        assertThat(moved.detail())
                .isEqualTo("destination 'own' has tables and stays where it is; only its credential may change");
    }

    @Test
    void whatItsOwnerSetsElsewhereIsPrintedWithTheTenantsOwnExternalId() {
        Api.tenant("dest-access");
        Api.tenant("dest-beside");
        Api admin = Api.as("tenant-admin@dest-access");
        admin.put(
                "/api/v1/destinations/own",
                OWN.replace("\"catalog\"", "\"role\": \"arn:aws:iam::123456789012:role/r\", \"catalog\""));
        admin.put(
                "/api/v1/sources/a",
                "{\"namespace\": \"n\", \"destination\": \"own\", \"columns\": [{\"name\": \"x\", \"type\": \"long\"}]}");

        var access = admin.get("/api/v1/destinations/own/access").json();
        String externalId = access.get("externalId").asText();
        assertThat(access.at("/trustPolicy/Statement/0/Principal/AWS").asText())
                .isEqualTo("arn:aws:iam::999999999999:role/platform");
        assertThat(access.at("/trustPolicy/Statement/0/Condition/StringEquals/sts:ExternalId")
                        .asText())
                .isEqualTo(externalId);
        assertThat(access.at("/rolePolicy/Statement/0/Sid").asText()).isEqualTo("ReadFiles");
        assertThat(access.at("/bucketPolicy/Statement/0/Principal/AWS").asText())
                .isEqualTo("arn:aws:iam::123456789012:role/r");
        assertThat(Api.as("service-writer")
                        .get("/internal/v1/tenants/dest-access/tables/n/a")
                        .json()
                        .at("/destination/externalId")
                        .asText())
                .isEqualTo(externalId);
        assertThat(Api.as("tenant-admin@dest-beside")
                        .get("/api/v1/destinations/managed/access")
                        .json()
                        .get("externalId")
                        .asText())
                .isNotEqualTo(externalId)
                .hasSizeGreaterThan(30);
        assertThat(admin.get("/api/v1/destinations/own/snowflake")
                        .json()
                        .at("/statements/3/sql")
                        .asText())
                .contains("CREATE ICEBERG TABLE IF NOT EXISTS \"N\".\"A\"");
        assertThat(admin.post("/api/v1/destinations/own/check", "")
                        .json()
                        .get("granted")
                        .asBoolean())
                .as("the executor is told the external id")
                .isTrue();
    }

    @Test
    void snowflakeReadsThePlatformsStorageByTheNewestFileThatWasToldOf() {
        Shop shop = Shop.open("dest-managed", Shop.ITEMS);
        String managed = "/api/v1/destinations/managed/snowflake";
        assertThat(shop.admin().get(managed).text())
                .contains("STORAGE_BASE_URL = 's3://platform/lake/dest-managed/'")
                .contains("shop/items/metadata/<newest>.metadata.json");
        TableCommitted newest = pushed("dest-managed", 2, "2026-03-02T00:00:00Z");

        log.tell(newest, pushed("dest-managed", 1, "2026-03-01T00:00:00Z"));

        String sql = Eventually.when(() -> shop.admin().get(managed).text(), text -> text.contains("00002-a"));
        assertThat(sql)
                .contains("METADATA_FILE_PATH = 'shop/items/metadata/00002-a.metadata.json'")
                .contains("REFRESH 'shop/items/metadata/00002-a.metadata.json'")
                .doesNotContain("AUTO_REFRESH");
        log.tell(pushed("dest-managed", 4, "2026-03-04T00:00:00Z"));
        assertThat(Eventually.when(() -> shop.admin().get(managed).text(), text -> text.contains("00004-a")))
                .doesNotContain("00001-a", "00002-a");
    }

    private static TableCommitted pushed(String tenant, int version, String at) {
        return new TableCommitted(
                tenant,
                new TableRef("shop", "items"),
                version,
                Instant.parse(at),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        "s3://platform/lake/%s/shop/items/metadata/0000%d-a.metadata.json".formatted(tenant, version)));
    }

    @Test
    void anotherTenantsDestinationDoesNotExist() {
        Api.tenant("dest-one");
        Api.tenant("dest-two");
        Api.as("tenant-admin@dest-one").put("/api/v1/destinations/own", OWN);

        assertThat(Api.as("tenant-admin@dest-two")
                        .get("/api/v1/destinations/own")
                        .status())
                .isEqualTo(404);
    }
}
