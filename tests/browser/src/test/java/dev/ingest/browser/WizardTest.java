package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** "You pick a connector, paste credentials, choose endpoints, and pick a destination." */
class WizardTest {
    private static final int INTERACTIONS_MAX = 12;
    private static final double ROWS_MAX_MS = 180_000;

    @Test
    void fromSignInToRowsThatMoveInAtMostTwelveInteractionsAndNoTypedUrl() {
        Product.shared().tenant("wizard");
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn("tenant-admin@wizard");
            admin.click(page.getByRole(AriaRole.LINK, named("New pipeline")).first());
            Locator shop = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("shop 4 endpoints"));
            shop.waitFor();
            admin.screenshot("wizard-connector");
            admin.click(shop);
            admin.fill(page.getByLabel("Client id"), "demo");
            admin.fill(page.getByLabel("Client secret"), Product.shared().secret());
            admin.screenshot("wizard-credential");
            admin.click(page.getByRole(AriaRole.BUTTON, named("Check and continue")));
            page.getByRole(AriaRole.HEADING, named("Which endpoints?")).waitFor();
            admin.screenshot("wizard-endpoints");
            admin.click(page.getByRole(AriaRole.BUTTON, named("Continue")));
            page.getByRole(AriaRole.HEADING, named("Where do the tables go?")).waitFor();
            admin.screenshot("wizard-destination");
            admin.click(page.getByRole(AriaRole.BUTTON, named("Continue")));
            page.getByRole(AriaRole.HEADING, named("How often?")).waitFor();
            admin.screenshot("wizard-schedule");
            admin.click(page.getByRole(AriaRole.BUTTON, named("Start the pipeline")));

            assertThat(page.getByRole(AriaRole.HEADING, named("shop"))).isVisible();
            Locator refunds = page.locator(".count[data-table='shop.refunds'] .count-rows");
            assertThat(refunds).hasText("0");
            assertThat(refunds)
                    .hasText(
                            Pattern.compile("[1-9][0-9,]*"),
                            new LocatorAssertions.HasTextOptions().setTimeout(ROWS_MAX_MS));
            assertThat(page.locator(".run-now .badge"))
                    .hasText("succeeded", new LocatorAssertions.HasTextOptions().setTimeout(ROWS_MAX_MS));
            admin.screenshot("pipeline");
            assertThat(admin.interactions()).isLessThanOrEqualTo(INTERACTIONS_MAX);
            assertThat(admin.complaints()).isEmpty();
            assertThat(admin.foreign()).isEmpty();
        }
    }

    @Test
    void everyErrorIsToldAtTheFieldThatItIsAbout() {
        Product.shared().tenant("mistaken");
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn("tenant-admin@mistaken");
            admin.visit("#/new");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("shop 4 endpoints"))
                    .click();
            page.getByLabel("Client id").fill("demo");
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(page.locator(".field[data-path='client_secret'] .field-problem"))
                    .hasText("Client secret is missing.");

            page.getByLabel("Client secret").fill("wrong");
            page.getByLabel("First day to read").fill("yesterday");
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(page.locator(".field[data-path='start_date'] .field-problem"))
                    .containsText("2026-01-01T00:00:00Z");

            page.getByLabel("First day to read").fill("2025-01-01T00:00:00Z");
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(page.locator(".field[data-path='client_secret'] .field-problem"))
                    .containsText("401");
            assertThat(page.getByLabel("Client secret")).isFocused();

            page.getByLabel("Client secret").fill(Product.shared().secret());
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            page.getByRole(AriaRole.BUTTON, named("None")).click();
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            assertThat(page.getByText("Endpoints: choose at least one.")).isVisible();

            page.getByRole(AriaRole.BUTTON, named("All")).click();
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            page.getByLabel("New: Your own bucket").check();
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(page.locator(".field[data-path='uri'] .field-problem")).hasText("Catalog database is missing.");

            page.getByLabel("Snowflake").first().check();
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            page.getByLabel("Custom").check();
            page.getByLabel("Schedule", new Page.GetByLabelOptions().setExact(true))
                    .fill("61 * * * *");
            page.getByRole(AriaRole.BUTTON, named("Start the pipeline")).click();
            assertThat(page.locator(".field[data-path='schedule'] .field-problem"))
                    .containsText("61");

            page.getByLabel("Hourly").check();
            page.getByLabel("Tables go into").fill("Not A Namespace");
            page.getByRole(AriaRole.BUTTON, named("Start the pipeline")).click();
            assertThat(page.locator(".field[data-path='namespace'] .field-problem"))
                    .containsText("lower-case");
            assertThat(admin.violations()).isEmpty();
        }
    }
}
