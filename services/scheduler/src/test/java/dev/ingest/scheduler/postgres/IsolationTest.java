package dev.ingest.scheduler.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Calls;
import dev.ingest.scheduler.stack.Calls.Call;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every call of the service with the token of another tenant, and of a reader; a call that is added is tried by itself. */
@SchedulerTest
class IsolationTest {
    private static final String SECRET = "t0ps3cret";
    private static final String BODY = "{\"stream\": \"items\"}";

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void anotherTenantsTokenFindsNothingAndChangesNothing() {
        Map<String, String> owners = everything("i-owner");
        Api.tenant("i-stranger");
        Api stranger = Api.as("tenant-admin@i-stranger");
        Map<String, String> before = seen(Api.as("tenant-admin@i-owner"), owners);

        for (Call call : tenants()) {
            Answer answer = call.by(stranger, call.path(owners), BODY);

            assertThat(answer.text()).as("%s: %s", call, answer).doesNotContain(SECRET, "i-owner", "\"shop\"");
            if (!call.namesAThing()) {
                // a thing's refusal repeats the id that was asked for
                assertThat(answer.text())
                        .as(call.toString())
                        .doesNotContain(owners.get("runs/id"), owners.get("tokens/id"));
            } else {
                // what a PUT names becomes the stranger's own, if its body is any good
                assertThat(answer.status())
                        .as("%s: %s", call, answer.text())
                        .isIn(call.method().equals("PUT") ? List.of(400, 403, 404) : List.of(403, 404));
            }
        }

        assertThat(seen(Api.as("tenant-admin@i-owner"), owners)).isEqualTo(before);
    }

    @Test
    void viewerReadsEverythingButSecretsAndChangesNothing() {
        Map<String, String> values = everything("i-viewed");
        Api viewer = Api.as("tenant-viewer@i-viewed");
        Map<String, String> before = seen(Api.as("tenant-admin@i-viewed"), values);

        for (Call call : tenants()) {
            Answer answer = call.by(viewer, call.path(values), BODY);

            assertThat(answer.status()).as("%s: %s", call, answer.text()).isEqualTo(call.reads() ? 200 : 403);
            assertThat(answer.text()).as(call.toString()).doesNotContain(SECRET, values.get("the token"));
        }

        assertThat(seen(Api.as("tenant-admin@i-viewed"), values)).isEqualTo(before);
    }

    @Test
    void operatorsAndServicesCallsAreNoTenants() {
        Map<String, String> values = everything("i-mine");

        for (Call call : Calls.all()) {
            if (!call.ofATenant() && !call.ofEverybody()) {
                Answer answer = call.by(Api.as("tenant-admin@i-mine"), call.path(values), BODY);
                assertThat(answer.status()).as("%s: %s", call, answer.text()).isEqualTo(403);
            }
        }
    }

    @Test
    void nobodyIsHeardWithoutAToken() {
        Map<String, String> values = everything("i-anonymous");

        for (Call call : Calls.all()) {
            if (call.ofEverybody()) {
                continue;
            }
            Answer answer = call.by(Api.anonymous(), call.path(values), BODY);
            assertThat(answer.status()).as("%s: %s", call, answer.text()).isEqualTo(401);
            assertThat(answer.type()).as(call.toString()).isEqualTo("application/problem+json");
        }
    }

    private static List<Call> tenants() {
        return Calls.all().stream().filter(Call::ofATenant).toList();
    }

    /** A tenant that has one of everything; what to put into paths for them. */
    private Map<String, String> everything(String tenant) {
        Shop shop = Shop.open(tenant, Shop.ITEMS);
        Api admin = shop.admin();
        created(admin.put("/api/v1/credentials/shop", "{\"values\": {\"token\": \"%s\"}}".formatted(SECRET)));
        created(admin.put(
                "/api/v1/destinations/bucket",
                "{\"kind\": \"jdbc\", \"properties\": {\"uri\": \"jdbc:postgresql://h/d\", \"catalog\": \"c\","
                        + " \"warehouse\": \"s3://i-bucket/\"}}"));
        created(admin.put(
                "/api/v1/sources/clicks",
                "{\"namespace\": \"web\", \"columns\": [{\"name\": \"id\", \"type\": \"long\"}], \"key\": [\"id\"]}"));
        created(admin.put("/api/v1/policies/shop/items", "{\"columns\": {\"name\": {\"analyst\": \"SHA256\"}}}"));
        created(admin.put(
                "/api/v1/feature-views/clicked/v1",
                "{\"source\": \"clicks\", \"entityKeys\": [\"id\"], \"online\": true}"));
        created(admin.put("/api/v1/credentials/hook", "{\"values\": {\"secret\": \"%s\"}}".formatted(SECRET)));
        created(admin.put(
                "/api/v1/notifications/hook",
                "{\"kind\": \"WEBHOOK\", \"url\": \"https://127.0.0.1:1/\", \"credential\": \"hook\","
                        + " \"events\": [\"budget.reached\"]}"));
        assertThat(admin.post("/api/v1/notifications/hook/test", "").status()).isEqualTo(202);
        created(admin.put("/api/v1/users/ann", "{\"role\": \"producer\", \"publicKeys\": [\"%s\"]}".formatted(KEY)));
        created(Api.as("operator").put("/api/v1/plans/i-plan", "{\"currency\": \"EUR\", \"tiers\": [{\"perGb\": 1}]}"));
        created(Api.as("operator").put("/api/v1/tenants/" + tenant + "/plan", "{\"plan\": \"i-plan\"}"));
        Answer token = admin.post("/api/v1/tokens", "{\"name\": \"app\", \"role\": \"producer\"}");
        created(token);
        String run = shop.run();
        log.tell(Attempts.failed(log.requests(tenant).getFirst(), SliceFailed.Kind.AUTH, "401"));
        shop.run(run, "failed");
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                "runs/id", run,
                "tokens/id", token.text("id"),
                "the token", token.text("token"),
                "tenants/id", tenant,
                "sources/name", "clicks",
                "destinations/name", "bucket",
                "feature-views/name", "clicked",
                "feature-views/version", "v1",
                "user", "ann",
                "name", "shop"));
        values.putAll(Map.of("version", "1", "namespace", "shop", "table", "items", "tenant", tenant, "sha256", "0"));
        values.putAll(Map.of("pipeline", "shop", "stream", "items", "connector", "stripe", "signups/id", "0"));
        values.put("notifications/name", "hook");
        created(admin.put("/api/v1/members/ann@example.org", "{\"roles\": [\"analyst\"]}"));
        values.put("members/name", "ann@example.org");
        created(admin.putYaml("/api/v1/connectors/shop", Shop.CONSENTING));
        created(admin.put("/api/v1/credentials/app", "{\"values\": {\"client_id\": \"app-1\"}}"));
        Answer consent = admin.post(
                "/api/v1/connectors/shop/versions/2/consents",
                "{\"credential\": \"app\", \"config\": {\"start_date\": \"2026-01-01\"}}");
        created(consent);
        values.put("consents/id", consent.text("id"));
        values.put(
                "delivery",
                admin.get("/api/v1/notifications/hook/deliveries")
                        .json()
                        .get(0)
                        .get("id")
                        .asText());
        values.put(
                "month",
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString().substring(0, 7));
        return values;
    }

    private static void created(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
    }

    /** What the tenant sees of its own, by call. */
    private static Map<String, String> seen(Api own, Map<String, String> values) {
        Map<String, String> seen = new LinkedHashMap<>();
        tenants().stream()
                .filter(Call::reads)
                .forEach(call ->
                        seen.put(call.toString(), own.get(call.path(values)).text()));
        return seen;
    }

    private static final String KEY = publicKey();

    private static String publicKey() {
        try {
            var generator = java.security.KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPublic().getEncoded();
            return "-----BEGIN PUBLIC KEY-----" + java.util.Base64.getEncoder().encodeToString(key)
                    + "-----END PUBLIC KEY-----";
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
