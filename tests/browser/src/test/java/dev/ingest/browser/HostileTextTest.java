package dev.ingest.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names in every script, of any length, with paths, SQL and HTML in them: they are shown, and nothing else happens. */
class HostileTextTest {
    private static final String HTML =
            "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script><a href=\"javascript:window.hit=1\">x</a>";

    @BeforeAll
    static void something() {
        Product.shared().tenant("hostile");
        Product.shared().pipeline("hostile", "refunds", "hostile");
    }

    static List<String> texts() {
        return List.of(
                HTML,
                "../../etc/passwd",
                "'; drop table pipeline; --",
                "日本語 العربية עברית Ελληνικά हिन्दी ไทย 한국어 \uD83E\uDDCA \u202Egnirts\u202C",
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsOfTheOverviewAreOnlyTexts(String text) {
        String json = """
                {"day": "2026-03-01", "rowsToday": 1, "bytesToday": 1, "days": [], "alerts": 0, "pipelines": 1,
                 "cost": {"month": "2026-03", "plan": %1$s, "currency": "EUR", "amount": 1},
                 "connectors": [{"name": %1$s, "health": %1$s, "rowsToday": 1, "count": 1, "pipelines":
                   [{"name": %1$s, "health": "healthy", "running": false, "schedule": %1$s, "rowsToday": 1}]}]}""".formatted(quoted(text));

        shown("#/", "**/api/v1/overview", json, text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsOfAPipelineAreOnlyTexts(String text) {
        String json = """
                {"name": %1$s, "connector": %1$s, "version": 1, "credential": %1$s, "destination": %1$s, "namespace": %1$s,
                 "config": {"key": %1$s}, "streams": [{"name": %1$s, "table": %1$s, "merge": "UPSERT", "key": [%1$s]}],
                 "schedule": %1$s, "timing": {"timeZone": "UTC", "overlap": "SKIP"},
                 "paused": {"kind": "ADMIN", "reason": %1$s, "since": "2026-03-01T00:00:00Z"}}""".formatted(quoted(text));

        shown("#/pipelines/refunds", "**/api/v1/pipelines/refunds", json, text);
    }

    @Test
    void addressWithMarkupInItIsOnlyAnAddress() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn("tenant-admin@hostile");
            visitor.page.navigate(Product.shared().url() + "/?error=%3Cscript%3Ewindow.hit=1%3C/script%3E#/pipelines/"
                    + "%3Cimg src=x onerror=window.hit=1%3E");
            visitor.page.locator("[role=alert]").waitFor();

            assertThat(visitor.page.evaluate("() => window.hit")).isNull();
            assertThat(visitor.page.locator("main img").count()).isZero();
        }
    }

    private static void shown(String fragment, String call, String json, String text) {
        try (Visitor visitor = Visitor.with(375, 812, ColorScheme.LIGHT)) {
            visitor.signIn("tenant-admin@hostile");
            visitor.page.route(
                    call,
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody(json)));
            visitor.page.reload();
            visitor.visit(fragment);

            assertThat(visitor.page.locator("main").textContent()).contains(text);
            assertThat(visitor.page.evaluate("() => window.hit")).isNull();
            assertThat(visitor.page
                            .locator("main img, main script, main a[href^='javascript']")
                            .count())
                    .isZero();
            assertThat(visitor.overflows()).isFalse();
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
