package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where tables are: what its owner sets at AWS and in Snowflake, and whether it grants what we need. */
class DestinationPagesTest {
    private static final String TENANT = "places";
    private static final String ADMIN = "tenant-admin@" + TENANT;
    private static final String LAKE = "#/destinations/lake";

    @BeforeAll
    static void lake() {
        Product.shared().tenant(TENANT);
        Product.shared().call("PUT", "/api/v1/destinations/lake", ADMIN, "application/json", """
                {"kind": "glue", "properties": {"region": "eu-central-1", "namespace": "lake", "warehouse": "s3://a-bucket-of-theirs/lake",
                 "s3.region": "eu-central-1", "role": "arn:aws:iam::123456789012:role/ingest"}}""");
    }

    /** The check's answer is played: the local stack has no AWS. */
    private static void opened(Visitor visitor) {
        visitor.page.route(
                "**/api/v1/destinations/lake/check",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("""
                                {"granted": false, "rights": [{"right": "WRITE", "outcome": "GRANTED", "statement": "WriteFiles"},
                                 {"right": "DELETE", "outcome": "MISSING", "statement": "DeleteFiles", "problem": "<b>AccessDenied</b>"},
                                 {"right": "CATALOG", "outcome": "NOT_TRIED"}]}""")));
        visitor.signIn(ADMIN);
        visitor.visit(LAKE);
    }

    private static Locator tab(Page page, String name) {
        return page.getByRole(AriaRole.TAB, named(name));
    }

    @Test
    void destinationShowsItsChecksPoliciesAndSqlWithTheKeyboardAlone() {
        try (Visitor visitor = Visitor.atDesk()) {
            opened(visitor);
            Page page = visitor.page;
            page.getByRole(AriaRole.BUTTON, named("Check it now")).focus();
            page.keyboard().press("Enter");
            assertThat(row(page, "Write files")).containsText("granted");
            assertThat(row(page, "Delete files")).containsText("<b>AccessDenied</b>");
            assertThat(row(page, "Delete files")).containsText("DeleteFiles");
            assertThat(row(page, "Use the catalog")).containsText("not tried");

            tab(page, "Check").focus();
            page.keyboard().press("ArrowRight");
            assertThat(tab(page, "At AWS")).isFocused();
            assertThat(code(page, "Trust policy of the role")).containsText(Product.PLATFORM_ROLE);
            assertThat(code(page, "Trust policy of the role")).containsText("sts:ExternalId");
            assertThat(code(page, "Policy of the role")).containsText("a-bucket-of-theirs");
            assertThat(code(page, "Policy of the bucket")).containsText("arn:aws:iam::123456789012:role/ingest");

            page.keyboard().press("ArrowRight");
            assertThat(code(page, "Where the files are")).containsText("CREATE EXTERNAL VOLUME");
            assertThat(code(page, "How tables are found: in Glue")).containsText("CATALOG_SOURCE = GLUE");
            page.getByRole(AriaRole.BUTTON, named("Copy: Where the files are")).click();
            assertThat(page.getByRole(AriaRole.STATUS)
                            .filter(new Locator.FilterOptions().setHasText("opied"))
                            .or(page.getByText("It is selected")))
                    .isVisible();
        }
    }

    @Test
    void everyTabIsAccessibleAndFitsAPhone() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visitor visitor = Visitor.with(375, 812, scheme)) {
                opened(visitor);
                visitor.page.getByRole(AriaRole.BUTTON, named("Check it now")).click();
                row(visitor.page, "Write files").waitFor();
                looksWell(visitor, "check", scheme);
                tab(visitor.page, "At AWS").click();
                code(visitor.page, "Policy of the role").waitFor();
                looksWell(visitor, "aws", scheme);
                tab(visitor.page, "In Snowflake").click();
                code(visitor.page, "Where the files are").waitFor();
                looksWell(visitor, "snowflake", scheme);
                visitor.visit("#/destinations");
                visitor.page.getByRole(AriaRole.LINK, named("lake")).waitFor();
                looksWell(visitor, "destinations", scheme);
                assertThat(visitor.complaints()).isEmpty();
            }
        }
    }

    @Test
    void managedDestinationTellsHowSnowflakeReadsItAndHasNothingElseToSet() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn("tenant-viewer@" + TENANT);
            visitor.visit("#/destinations");
            visitor.page.getByRole(AriaRole.LINK, named("managed")).click();
            assertThat(code(visitor.page, "Where the files are")).containsText("/" + TENANT + "/'");
            assertThat(visitor.violations()).isEmpty();
            tab(visitor.page, "At AWS").click();
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("Nothing to set")))
                    .isVisible();
        }
    }

    private static Locator row(Page page, String right) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(right));
    }

    private static Locator code(Page page, String title) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(title).setExact(true));
    }

    private static void looksWell(Visitor visitor, String what, ColorScheme scheme) {
        assertThat(visitor.violations()).as("%s %s", what, scheme).isEmpty();
        assertThat(visitor.overflows()).as(what).isFalse();
        visitor.screenshot("destination-%s-phone%s".formatted(what, scheme == ColorScheme.DARK ? "-dark" : ""));
    }
}
