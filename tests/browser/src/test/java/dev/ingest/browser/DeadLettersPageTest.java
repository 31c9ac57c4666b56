package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Records that fitted no row, from the page that shows them to the rows that they become after all. */
class DeadLettersPageTest {
    private static final String TENANT = "letters";
    private static final String ADMIN = "tenant-admin@" + TENANT;
    private static final String REASON_COLUMN = "          reason: { type: [string, \"null\"] }\n";

    private final Product product = Product.shared();

    @Test
    void lettersAreShownWithTheirReasonAndReplayedIntoRows() {
        product.tenant(TENANT);
        String whole = product.manifest();
        product.call("PUT", "/api/v1/connectors/shop", ADMIN, "application/yaml", withoutTheReasonOfRefunds(whole));
        product.pipeline(TENANT, "refunds", TENANT, "FREEZE");
        product.call("POST", "/api/v1/pipelines/refunds/runs", ADMIN, "application/json", "");
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn(ADMIN);
            admin.visit("#/pipelines/refunds");
            assertThat(page.locator(".run-now .badge")).hasText("succeeded");
            page.getByRole(AriaRole.LINK, named("Last run")).click();
            assertThat(page.getByText("Records that fit no row")).isVisible();
            assertThat(admin.violations()).isEmpty();
            admin.screenshot("run");

            admin.visit("#/dead-letters");
            page.getByLabel("Table", new Page.GetByLabelOptions().setExact(true))
                    .selectOption(TENANT + ".refunds");
            assertThat(page.getByText("reason").first()).isVisible();
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(Pattern.compile("Show the record of letter")))
                    .first()
                    .click();
            assertThat(page.getByRole(AriaRole.DIALOG).locator("pre")).containsText("order_id");
            page.keyboard().press("Escape");

            product.call("PUT", "/api/v1/connectors/shop", ADMIN, "application/yaml", whole);
            product.pipeline(TENANT, "refunds", TENANT, "FREEZE");
            page.getByRole(AriaRole.BUTTON, named("Replay this table")).click();
            page.getByRole(AriaRole.BUTTON, named("Replay them")).click();
            assertThat(page.getByText("are on their way")).isVisible();

            Visits.await(
                    "every letter is replayed",
                    () -> product.call(
                                    "GET",
                                    "/reading/v1/dead-letters?table=" + TENANT + ".refunds&replayed=false",
                                    ADMIN,
                                    "application/json",
                                    "")
                            .contains("\"letters\":[]"));
            page.getByRole(AriaRole.BUTTON, named("Find")).click();
            assertThat(page.getByRole(AriaRole.HEADING, named("None like that")))
                    .isVisible();
            admin.visit("#/tables/" + TENANT + "/refunds");
            assertThat(page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("reason string")))
                    .isVisible();
        }
    }

    /** The sample API's records have a field then that their table has no column for. */
    private static String withoutTheReasonOfRefunds(String manifest) {
        int refunds = manifest.indexOf("name: refunds");
        int reason = manifest.indexOf(REASON_COLUMN, refunds);
        if (refunds < 0 || reason < 0) {
            throw new AssertionError("the manifest has another form");
        }
        return manifest.substring(0, reason) + manifest.substring(reason + REASON_COLUMN.length());
    }
}
