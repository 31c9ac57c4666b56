package dev.ingest.scheduler.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Signing in at the page, and what others might do with a session. */
@SchedulerTest
class SessionTest {
    private static final String ADMIN = "{\"roles\": [\"tenant-admin\"], \"tenant\": \"%s\"}";
    private static final String CREDENTIAL = "{\"values\": {\"token\": \"t\"}}";

    @Test
    void sessionIsACookieThatNoScriptReadsAndSaysWhoIsThere() {
        Browser browser = signedIn("p-signed");

        assertThat(browser.cookies()).isNotEmpty().allSatisfy(cookie -> {
            assertThat(cookie.isHttpOnly()).as(cookie.getName()).isTrue();
            assertThat(cookie.getValue()).as("encrypted").doesNotContain("p-signed");
        });
        assertThat(browser.get("/api/v1/me").body())
                .contains("\"name\":\"ann\"", "\"tenant\":\"p-signed\"", "\"tenant-admin\"");
    }

    @Test
    void signInGoesToTheProviderWithPkceStateAndNonceAndEndsAtTheStartWhateverTheAddressSays() {
        Api.tenant("p-open");

        HttpResponse<String> end =
                new Browser().signIn("/sign-in?to=//evil.example&redirect_uri=//evil.example", "ann", admin("p-open"));

        assertThat(end.uri()).isEqualTo(URI.create(Browser.base() + "/"));
        String asked = end.previousResponse()
                .flatMap(HttpResponse::previousResponse)
                .flatMap(HttpResponse::previousResponse)
                .orElseThrow()
                .uri()
                .getQuery();
        assertThat(asked)
                .contains("code_challenge_method=S256", "state=", "nonce=")
                .doesNotContain("evil");
    }

    @Test
    void changeThatAnotherSiteMadeTheBrowserSendIsRefused() {
        Browser browser = signedIn("p-forged-call");

        assertThat(browser.put("/api/v1/credentials/a", CREDENTIAL).statusCode())
                .isEqualTo(403);
        HttpResponse<String> crossSite = browser.put(
                "/api/v1/credentials/a", CREDENTIAL, "X-Requested-With", "JavaScript", "Sec-Fetch-Site", "cross-site");
        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(crossSite.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(browser.get("/api/v1/credentials").body()).isEqualTo("[]");
        assertThat(browser.put(
                                "/api/v1/credentials/a",
                                CREDENTIAL,
                                "X-Requested-With",
                                "JavaScript",
                                "Sec-Fetch-Site",
                                "same-origin")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokenThatComesAlongDoesNotOpenTheSessionToOthers() {
        Browser browser = signedIn("p-both");

        HttpResponse<String> written =
                browser.put("/api/v1/credentials/b", CREDENTIAL, "Authorization", "Bearer " + token("nobody"));

        assertThat(written.statusCode()).isEqualTo(403);
        assertThat(written.body()).contains("X-Requested-With");
    }

    @Test
    void forgedSessionIsNobodys() {
        Browser browser = signedIn("p-forged");
        browser.forgeSession("eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJ0ZW5hbnQtYWRtaW4iXSwidGVuYW50IjoicC1mb3JnZWQifQ.");

        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void tokenWithAForgedTenantIsNobodys() {
        Api.tenant("p-victim");
        String[] good = token("tenant-admin@p-victim").split("\\.", -1);
        String[] other = token("tenant-admin@p-stranger").split("\\.", -1);
        String forged = other[0] + "." + good[1] + "." + other[2];

        assertThat(Api.withToken(forged).get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void claimOfATenantThatThereIsNotOpensNothing() {
        Browser browser = new Browser();
        browser.signIn("/sign-in", "eve", admin("p-nowhere"));

        assertThat(browser.get("/api/v1/credentials").statusCode()).isEqualTo(404);
    }

    @Test
    void signingOutEndsTheSession() {
        Browser browser = signedIn("p-out");

        HttpResponse<String> end = browser.get("/sign-out");

        assertThat(end.uri().getPath()).isEqualTo("/");
        assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    private static Browser signedIn(String tenant) {
        Api.tenant(tenant);
        Browser browser = new Browser();
        assertThat(browser.signIn("/sign-in", "ann", admin(tenant)).statusCode())
                .isEqualTo(200);
        return browser;
    }

    private static String admin(String tenant) {
        return ADMIN.formatted(tenant);
    }

    private static String token(String client) {
        return dev.ingest.testkit.LocalStack.shared().token(client);
    }
}
