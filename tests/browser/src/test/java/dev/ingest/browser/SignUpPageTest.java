package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/** Seed 000: "Join the waitlist … Sign up". */
class SignUpPageTest {
    private static final String COMPANY = "Grüße & Söhne <GmbH>";

    @Test
    void whoSignsUpIsApprovedByTheOperatorAndIsATenantThen() {
        try (Visitor stranger = Visitor.with(375, 812, ColorScheme.DARK)) {
            Page page = stranger.page;
            page.navigate(Product.shared().url());
            page.getByRole(AriaRole.LINK, named("Ask for an account")).click();
            page.getByRole(AriaRole.BUTTON, named("Ask for an account")).click();
            assertThat(page.locator(".field[data-path='company'] .field-problem"))
                    .hasText("Company is missing.");
            assertThat(page.getByLabel("Company")).isFocused();
            page.getByLabel("Company").fill(COMPANY);
            page.getByLabel("Your name").fill("Ann O'Neil");
            page.getByLabel("E-mail").fill("ann at example.org");
            page.getByRole(AriaRole.BUTTON, named("Ask for an account")).click();
            assertThat(page.locator(".field[data-path='email'] .field-problem")).containsText("ann@example.org");
            assertThat(stranger.violations()).isEmpty();
            assertThat(stranger.overflows()).isFalse();
            stranger.screenshot("sign-up-phone-dark");
            page.getByLabel("E-mail").fill("ann@example.org");
            page.getByRole(AriaRole.BUTTON, named("Ask for an account")).click();
            assertThat(page.getByRole(AriaRole.HEADING, named("Thank you"))).isFocused();
        }
        try (Visitor operator = Visitor.atDesk()) {
            Page page = operator.page;
            operator.signIn("operator");
            operator.visit("#/sign-ups");
            assertThat(page.getByText(COMPANY).first()).isVisible();
            assertThat(operator.violations()).isEmpty();
            operator.screenshot("sign-ups");
            page.getByRole(AriaRole.BUTTON, named("Approve " + COMPANY)).click();
            Locator tenant = page.getByLabel("Tenant", new Page.GetByLabelOptions().setExact(true));
            assertThat(tenant).hasValue("grusse-sohne-gmbh");
            tenant.fill("Not A Name");
            page.getByRole(AriaRole.BUTTON, named("Make the tenant")).click();
            assertThat(page.locator(".field[data-path='tenant'] .field-problem"))
                    .containsText("lower-case");
            tenant.fill("gruesse");
            page.getByRole(AriaRole.BUTTON, named("Make the tenant")).click();
            assertThat(page.getByText("gruesse is a tenant now")).isVisible();
            assertThat(page.getByRole(AriaRole.HEADING, named("Nobody waits"))).isVisible();
        }
        try (Visitor admin = Visitor.atDesk()) {
            admin.signIn("tenant-admin@gruesse");
            admin.visit("#/audit");
            assertThat(admin.page.getByText("query_log.queries").first()).isVisible();
        }
    }

    @Test
    void signUpPageIsAccessibleOnADesk() {
        try (Visitor stranger = Visitor.atDesk()) {
            stranger.page.navigate(Product.shared().url() + "/#/sign-up");
            stranger.page.getByLabel("Company").waitFor();
            assertThat(stranger.violations()).isEmpty();
            assertThat(stranger.foreign()).isEmpty();
            stranger.screenshot("sign-up");
        }
    }
}
