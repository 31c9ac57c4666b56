package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** Seed 001: "Auth failures surface in the dashboard so you can update the credential." */
class RefusedCredentialTest {
    private static final String TENANT = "refused";
    private static final String ADMIN = "tenant-admin@" + TENANT;

    @Test
    void refusedCredentialIsToldWhereverOneLooksUntilItIsEnteredAgain() {
        Product product = Product.shared();
        product.tenant(TENANT);
        product.pipeline(TENANT, "refunds", TENANT);
        product.call(
                "PUT",
                "/api/v1/credentials/shop",
                ADMIN,
                "application/json",
                "{\"values\": {\"client_secret\": \"no longer good\"}}");
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            admin.signIn(ADMIN);
            admin.visit("#/pipelines/refunds");
            page.getByRole(AriaRole.BUTTON, named("Run now")).click();
            // the page is not loaded again
            assertThat(page.getByText("The API refuses the credential")).isVisible();
            admin.screenshot("pipeline-refused");
            assertThat(admin.violations()).isEmpty();

            admin.visit("#/");
            assertThat(page.getByText("1 needs attention")).isVisible();
            page.getByRole(AriaRole.LINK, named("Go there")).click();
            page.getByRole(AriaRole.LINK, named("Enter the credential again")).click();
            page.getByLabel("Client secret").fill("wrong, too");
            page.getByRole(AriaRole.BUTTON, named("Save and check")).click();
            assertThat(page.locator(".field[data-path='client_secret'] .field-problem"))
                    .containsText("401");
            page.getByLabel("Client secret").fill(product.secret());
            page.getByRole(AriaRole.BUTTON, named("Save and check")).click();

            assertThat(page.getByText("The API takes the credential.")).isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Pause schedule"))).isVisible();
            assertThat(page.getByText("The API refuses the credential")).hasCount(0);
            admin.visit("#/alerts");
            assertThat(page.getByText("Nothing needs you")).isVisible();
        }
    }
}
