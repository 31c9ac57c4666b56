package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seed 000: "Schedule control: Hourly, daily, or custom". */
class SchedulePageTest {
    private static final String TENANT = "cadence";
    private static final String ADMIN = "tenant-admin@" + TENANT;

    @BeforeAll
    static void pipeline() {
        Product.shared().tenant(TENANT);
        Product.shared().pipeline(TENANT, "refunds", TENANT);
    }

    private static Locator wrong(Page page, String path) {
        return page.locator(".field[data-path='%s'] .field-problem".formatted(path));
    }

    @Test
    void scheduleIsChangedToAnyCadenceAndErrorsAreAtTheirFields() {
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn(ADMIN);
            admin.visit("#/pipelines/refunds");
            assertThat(page.getByText("Daily, UTC")).isVisible();
            page.getByRole(AriaRole.LINK, named("Change schedule")).click();
            assertThat(page.getByLabel("Daily")).isChecked();
            page.getByLabel("Custom").check();
            Locator schedule = page.getByLabel("Schedule", new Page.GetByLabelOptions().setExact(true));
            schedule.fill("30 2 30 2 *");
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            assertThat(wrong(page, "schedule")).containsText("30 2 30 2 *");
            assertThat(schedule).isFocused();
            schedule.fill("30 6 * * 1-5");
            page.getByLabel("Time zone").fill("Mars/Olympus");
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            assertThat(wrong(page, "timing.timeZone")).containsText("Mars/Olympus");
            assertThat(admin.violations()).isEmpty();
            admin.screenshot("schedule");
            page.getByLabel("Time zone").fill("Europe/Berlin");
            page.getByLabel("When the run before is not done yet").selectOption("QUEUE");
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            assertThat(page.getByText("30 6 * * 1-5, Europe/Berlin")).isVisible();
            assertThat(page.locator(".next-runs li")).hasCount(5);

            page.getByRole(AriaRole.LINK, named("Change schedule")).click();
            page.getByLabel("Hourly").check();
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            assertThat(page.getByText("Hourly, Europe/Berlin")).isVisible();
            assertThat(Product.shared().call("GET", "/api/v1/pipelines/refunds", ADMIN, "application/json", ""))
                    .contains("\"QUEUE\"");
        }
    }

    @Test
    void changeOfAScheduleOverwritesNobodyElses() {
        try (Visitor admin = Visitor.with(375, 812, com.microsoft.playwright.options.ColorScheme.DARK)) {
            Page page = admin.page;
            Product.shared().pipeline(TENANT, "other", "other");
            admin.signIn(ADMIN);
            admin.visit("#/pipelines/other/schedule");
            Product.shared()
                    .call(
                            "POST",
                            "/api/v1/pipelines/other/pause",
                            ADMIN,
                            "application/json",
                            "{\"reason\": \"for a test\"}");
            page.getByLabel("Weekly").check();
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            // that it stands still is no change of what is configured
            assertThat(page.getByText("The schedule stands still", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();

            admin.visit("#/pipelines/other/schedule");
            Product.shared().pipeline(TENANT, "other", "other");
            page.getByLabel("Hourly").check();
            page.getByRole(AriaRole.BUTTON, named("Save the schedule")).click();
            assertThat(page.getByText("Somebody else changed this pipeline meanwhile."))
                    .isVisible();
            assertThat(admin.violations()).isEmpty();
            assertThat(admin.overflows()).isFalse();
            page.getByRole(AriaRole.BUTTON, named("Read it again")).click();
            assertThat(page.getByLabel("Daily")).isChecked();
        }
    }
}
