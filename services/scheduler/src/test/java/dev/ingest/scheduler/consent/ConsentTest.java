package dev.ingest.scheduler.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Somebody is sent to an API to grant access, and comes back; or somebody else does. */
@SchedulerTest
class ConsentTest {
    private static final String NONE = "/#/consents/none";
    private static final Pattern STATE = Pattern.compile("state=([A-Za-z0-9]{43})");

    @Inject
    MovableClock clock;

    @Inject
    SecretStore secrets;

    /** A tenant whose connector has a consent, and an app in its credential. */
    private static Shop shop(String tenant) {
        Shop shop = Shop.bare(tenant);
        assertThat(shop.admin()
                        .putYaml("/api/v1/connectors/shop", Shop.CONSENTING)
                        .status())
                .isEqualTo(201);
        assertThat(shop.admin()
                        .put("/api/v1/credentials/crm", "{\"values\": {\"client_id\": \"app-1\"}}")
                        .status())
                .isEqualTo(200);
        return shop;
    }

    private static Answer begin(Api who) {
        return begin(who, "{\"credential\": \"crm\", \"config\": {\"start_date\": \"2026-01-01\"}}");
    }

    private static Answer begin(Api who, String body) {
        return who.post("/api/v1/connectors/shop/versions/2/consents", body);
    }

    private static String state(Answer begun) {
        assertThat(begun.status()).as(begun.toString()).isEqualTo(201);
        Matcher state = STATE.matcher(begun.text("url"));
        assertThat(state.find()).as(begun.text("url")).isTrue();
        return state.group(1);
    }

    private static String back(Api who, String query) {
        return who.location("/consent?" + query).orElseThrow();
    }

    private static Answer consent(Api who, Answer begun) {
        return who.get("/api/v1/consents/" + begun.text("id"));
    }

    @Test
    void memberIsSentToTheApiAndComesBackToAConsentThatIsGranted() {
        Api admin = shop("c-granted").admin();

        Answer begun = begin(admin);
        String state = state(begun);
        assertThat(begun.text("url"))
                .startsWith("https://api.example/authorize?client_id=app-1&redirect_uri=https%3A%2F%2F")
                .contains("%2Fconsent&state=" + state);
        assertThat(consent(admin, begun).text("status")).isEqualTo("PENDING");

        assertThat(back(admin, "code=c0de&state=" + state)).endsWith("/#/consents/" + begun.text("id"));

        assertThat(consent(admin, begun).text("status")).isEqualTo("GRANTED");
        assertThat(admin.get("/api/v1/credentials").text())
                .contains("{\"name\":\"crm\",\"keys\":[\"refresh_token\",\"token\"]");
    }

    @Test
    void stateIsGoodForOneReturn() {
        Api admin = shop("c-replayed").admin();
        Answer begun = begin(admin);
        String query = "code=c0de&state=" + state(begun);

        assertThat(back(admin, query)).endsWith(begun.text("id"));
        assertThat(back(admin, query)).endsWith(NONE);
        assertThat(consent(admin, begun).text("status")).isEqualTo("GRANTED");
    }

    @Test
    void stateThatNobodyWasGivenIsNone() {
        Api admin = shop("c-forged").admin();
        Answer begun = begin(admin);
        String state = state(begun);
        String forged = (state.startsWith("a") ? "b" : "a") + state.substring(1);

        assertThat(back(admin, "code=c0de&state=" + forged)).endsWith(NONE);
        assertThat(back(admin, "code=c0de&state=")).endsWith(NONE);
        assertThat(back(admin, "code=c0de")).endsWith(NONE);
        assertThat(consent(admin, begun).text("status")).isEqualTo("PENDING");
    }

    @Test
    void stateOfAnotherTenantOrMemberIsNoneAndStaysGoodForItsOwner() {
        Shop shop = shop("c-owner");
        shop("c-stranger");
        Answer begun = begin(shop.admin());
        String query = "code=c0de&state=" + state(begun);

        assertThat(back(Api.as("tenant-admin@c-stranger"), query)).endsWith(NONE);
        assertThat(back(Api.as("tenant-admin,analyst@c-owner"), query)).endsWith(NONE);
        assertThat(back(Api.as("tenant-viewer@c-owner"), query)).endsWith(NONE);
        assertThat(back(Api.as("operator"), query)).endsWith(NONE);
        assertThat(back(Api.anonymous(), query)).endsWith(NONE);
        assertThat(back(Api.as("tenant-admin@c-nowhere"), query)).endsWith(NONE);

        assertThat(back(shop.admin(), query)).endsWith(begun.text("id"));
        assertThat(consent(shop.admin(), begun).text("status")).isEqualTo("GRANTED");
    }

    @Test
    void whoeverTakesTooLongBeginsAnew() {
        Api admin = shop("c-late").admin();
        Answer begun = begin(admin);
        clock.forward(Duration.ofMinutes(11));

        assertThat(back(admin, "code=c0de&state=" + state(begun))).endsWith(NONE);
        assertThat(consent(admin, begun).text("status")).isEqualTo("EXPIRED");
    }

    @Test
    void wherePeopleEndIsNeverWhatAnAddressSays() {
        Api admin = shop("c-open").admin();
        String state = state(begin(admin));

        String end = back(admin, "code=c0de&state=" + state + "&redirect_uri=//evil.example&to=//evil.example&error=");

        assertThat(end).doesNotContain("evil", state, "c0de");
        assertThat(URI.create(end).getPath()).isEqualTo("/");
    }

    @Test
    void anApiThatGrantsNothingIsToldByItsErrorAndNotByItsText() {
        Api admin = shop("c-denied").admin();
        Answer denied = begin(admin);
        Answer text = begin(admin);
        Answer empty = begin(admin);

        back(admin, "error=access_denied&error_description=Call+0900&state=" + state(denied));
        back(admin, "error=%3Cb%3ECall+0900&state=" + state(text));
        back(admin, "state=" + state(empty));

        assertThat(consent(admin, denied).text("problem")).isEqualTo("the API granted no access: access_denied");
        assertThat(consent(admin, text).text("problem")).isEqualTo("the API granted no access: an error");
        assertThat(consent(admin, empty).text("problem")).contains("without a code");
        assertThat(consent(admin, denied).text("status")).isEqualTo("REFUSED");
    }

    @Test
    void codeThatIsRefusedOrNeverAnsweredIsToldWithoutIt() {
        Api admin = shop("c-refused").admin();
        for (Map.Entry<String, String> expected : Map.of(
                        "refused", "invalid_grant", "silent", "grant access again", "away", "the executor cannot")
                .entrySet()) {
            Answer begun = begin(admin);
            back(admin, "code=" + expected.getKey() + "&state=" + state(begun));

            Answer consent = consent(admin, begun);
            assertThat(consent.text("status")).isEqualTo("REFUSED");
            assertThat(consent.text("problem")).contains(expected.getValue());
        }
        assertThat(admin.get("/api/v1/credentials").text()).contains("{\"name\":\"crm\",\"keys\":[\"client_id\"]");
    }

    @Test
    void addressOfTheManifestIsAnApisPageOrNone() {
        Api admin = shop("c-url").admin();
        for (String url : new String[] {
            "javascript:alert(1)//",
            "http://127.0.0.1/",
            "https://user@evil.example/",
            "//evil.example/",
            "data:text/html,x"
        }) {
            String manifest = Shop.CONSENTING.replaceFirst("https://api.example/authorize", url);
            int version = admin.putYaml("/api/v1/connectors/shop", manifest)
                    .json()
                    .get("version")
                    .asInt();

            Answer begun = admin.post(
                    "/api/v1/connectors/shop/versions/" + version + "/consents",
                    "{\"credential\": \"crm\", \"config\": {\"start_date\": \"2026-01-01\"}}");

            assertThat(begun.status()).as(url).isEqualTo(400);
            assertThat(begun.detail()).startsWith("consent_url: ");
        }
    }

    @Test
    void plainHttpIsForWhatTheOperatorAllows() {
        Api admin = shop("c-http").admin();
        Api.as("operator").put("/api/v1/tenants/c-http/egress", "{\"allowed\": [\"10.0.0.7:8080\"]}");
        admin.putYaml(
                "/api/v1/connectors/shop", Shop.CONSENTING.replace("https://api.example/a", "http://10.0.0.7:8080/a"));

        assertThat(admin.post(
                                "/api/v1/connectors/shop/versions/3/consents",
                                "{\"credential\": \"crm\", \"config\": {\"start_date\": \"2026-01-01\"}}")
                        .text("url"))
                .startsWith("http://10.0.0.7:8080/authorize?");
    }

    @Test
    void whatIsMissingIsNamed() {
        Api admin = shop("c-missing").admin();

        assertThat(begin(admin, "{\"credential\": \"crm\"}").detail())
                .isEqualTo("config.start_date: is missing (expected before a consent)");
        assertThat(begin(admin, "{\"credential\": \"new\", \"config\": {\"start_date\": \"2026\"}}")
                        .detail())
                .startsWith("config.client_id: missing");
        assertThat(begin(admin, "{\"credential\": \"crm\", \"config\": {\"token\": \"s3cret\"}}")
                        .detail())
                .isEqualTo("config.token: is a secret (expected: in the credential)");
        assertThat(begin(admin, "{}").detail()).startsWith("credential: missing");
        assertThat(admin.post("/api/v1/connectors/shop/versions/1/consents", "{\"credential\": \"crm\"}")
                        .detail())
                .contains("expected: spec.advanced_auth");
    }

    @Test
    void consentsOfATenantAreBounded() {
        Api admin = shop("c-many").admin();
        Optional<Answer> refused = Optional.empty();
        for (int i = 0; i <= 100 && refused.isEmpty(); i++) {
            refused = Optional.of(begin(admin)).filter(answer -> answer.status() == 429);
        }
        assertThat(refused)
                .hasValueSatisfying(answer -> assertThat(answer.detail()).contains("ingest.consent.begun-max"));
        clock.forward(Duration.ofMinutes(11));
        assertThat(begin(admin).status()).isEqualTo(201);
    }

    @Test
    void operatorLendsAnAppWhoseSecretNobodyReads() {
        Shop shop = shop("c-lent");
        Api operator = Api.as("operator");
        String path = "/api/v1/tenants/c-lent/apps/shop";

        Answer put = operator.put(path, "{\"clientId\": \"lent-1\", \"clientSecret\": \"l3nt-s3cret\"}");

        assertThat(put.status()).isEqualTo(200);
        assertThat(secrets.read("c-lent", "app.shop").orElseThrow().values())
                .isEqualTo(Map.of("client_id", "lent-1", "client_secret", "l3nt-s3cret"));
        assertThat(begin(shop.admin(), "{\"credential\": \"new\", \"config\": {\"start_date\": \"2026\"}}")
                        .text("url"))
                .contains("client_id=lent-1");
        assertThat(shop.admin()
                        .get("/api/v1/connectors/shop/versions/2/spec")
                        .json()
                        .at("/consent/lent")
                        .asBoolean())
                .isTrue();
        assertThat(put.text()
                        + operator.get("/api/v1/tenants/c-lent/apps").text()
                        + shop.admin().get("/api/v1/audit").text())
                .contains("lent-1")
                .doesNotContain("l3nt-s3cret");
        assertThat(shop.admin()
                        .put("/api/v1/credentials/app.shop", "{\"values\": {\"a\": \"b\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.delete(path).status()).isEqualTo(204);
        assertThat(secrets.read("c-lent", "app.shop")).isEmpty();
        assertThat(operator.delete(path).status()).isEqualTo(404);
    }

    @Test
    void auditTellsWhoGrantedAccessAndNothingSecret() {
        Api admin = shop("c-audit").admin();
        Answer begun = begin(admin);
        String state = state(begun);
        back(admin, "code=c0de-s3cret&state=" + state);

        String audit = admin.get("/api/v1/audit").text();

        assertThat(audit)
                .contains("\"kind\":\"consent\"", "GRANTED", "tenant-admin@c-audit")
                .doesNotContain(state, "c0de-s3cret", dev.ingest.scheduler.http.Sha256.hex(state));
    }
}
