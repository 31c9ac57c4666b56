package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of a tenant's data and account, on rows and queries that were really posted: how they look, light, dark and on a phone. */
class DataPagesTest {
    private static final List<String> PAGES = List.of(
            "#/alerts",
            "#/tables",
            "#/tables/web/visits",
            "#/queries",
            "#/dead-letters",
            "#/policies",
            "#/policies/web/visits",
            "#/usage",
            "#/tokens",
            "#/members",
            "#/audit");

    @BeforeAll
    static void visits() {
        Visits.areThere();
    }

    @Test
    void everyPageIsAccessibleInLightAndDark() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visitor visitor = Visitor.with(1280, 860, scheme)) {
                visitor.signIn(Visits.ADMIN);
                for (String fragment : PAGES) {
                    visitor.visit(fragment);
                    assertThat(visitor.violations())
                            .as("%s %s", fragment, scheme)
                            .isEmpty();
                    visitor.screenshot(name(fragment) + (scheme == ColorScheme.DARK ? "-dark" : ""));
                }
                assertThat(visitor.foreign()).isEmpty();
            }
        }
    }

    @Test
    void everyPageFitsAPhone() {
        try (Visitor visitor = Visitor.with(375, 812, ColorScheme.LIGHT)) {
            visitor.signIn(Visits.ADMIN);
            for (String fragment : PAGES) {
                visitor.visit(fragment);
                assertThat(visitor.overflows()).as(fragment).isFalse();
                assertThat(visitor.violations()).as(fragment).isEmpty();
                visitor.screenshot(name(fragment) + "-phone");
            }
        }
    }

    @Test
    void tablesLeadToTheirRowsColumnsAndSnapshots() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/tables");
            assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("web.visits")))
                    .containsText("3");
            page.getByRole(AriaRole.LINK, named("web.visits")).click();

            assertThat(page.getByRole(AriaRole.CELL, named("/<b>bold</b>"))).isVisible();
            page.getByRole(AriaRole.TAB, named("Rows")).focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.getByRole(AriaRole.TAB, named("Columns"))).isFocused();
            assertThat(page.getByRole(AriaRole.ROWHEADER, named("email"))).isVisible();
            page.keyboard().press("ArrowRight");
            page.getByText(Pattern.compile("created with \\d+ columns", Pattern.CASE_INSENSITIVE))
                    .waitFor();
            page.keyboard().press("ArrowRight");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Show rows as of")))
                    .first()
                    .click();
            assertThat(page.getByText("Rows as they were in an older snapshot."))
                    .isVisible();
        }
    }

    @Test
    void whoeverGoesOnWithTheKeyboardWhileAPageLoadsStaysWhereTheyAre() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/tables");
            List<Route> held = new ArrayList<>();
            page.route("**/snapshots?limit=1", held::add);
            page.getByRole(AriaRole.LINK, named("web.visits")).click();
            assertThat(page.getByRole(AriaRole.CELL, named("/<b>bold</b>"))).isVisible();
            page.getByRole(AriaRole.TAB, named("Rows")).focus();
            held.forEach(Route::resume);
            assertThat(page.getByText("data files")).isVisible();

            assertThat(page.getByRole(AriaRole.TAB, named("Rows"))).isFocused();
        }
    }

    @Test
    void tableThatIsNotThereSaysSo() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/tables/web/nothing");

            assertThat(visitor.page
                            .getByRole(AriaRole.HEADING, named("Nothing to read yet"))
                            .first())
                    .isVisible();
        }
    }

    @Test
    void analystSeesMaskedRowsAndNoPageOfTheAdmins() {
        Product.shared()
                .call(
                        "PUT",
                        "/api/v1/policies/web/visits",
                        Visits.ADMIN,
                        "application/json",
                        "{\"columns\": {\"email\": {\"analyst\": \"SHA256\", \"tenant-admin\": \"CLEAR\"}}}");
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn("analyst@" + Visits.TENANT);
            assertThat(page.getByRole(AriaRole.HEADING, named("Tables"))).isVisible();
            assertThat(page.getByRole(AriaRole.LINK, named("Tokens"))).hasCount(0);
            page.navigate(Product.shared().url() + "/#/tokens");
            assertThat(page.getByRole(AriaRole.HEADING, named("This page is not for your roles")))
                    .isVisible();
            assertThat(visitor.violations()).isEmpty();
            page.getByRole(AriaRole.LINK, named("To Tables")).click();
            assertThat(page.getByRole(AriaRole.HEADING, named("Tables"))).isVisible();

            // masking asks for the policy again after a while
            Visits.await("the policy holds", () -> {
                visitor.visit("#/tables");
                visitor.visit("#/tables/web/visits");
                page.getByText("3 rows").first().waitFor();
                return page.getByText("string · hashed").count() == 1;
            });
            assertThat(page.getByText("ann@example.org")).hasCount(0);
        }
    }

    @Test
    void changeOfAPolicyOverwritesNobodyElses() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/policies/query_log/queries");
            page.getByRole(AriaRole.BUTTON, named("Add column")).click();
            assertThat(page.locator(".field[data-path='columns'] .field-problem"))
                    .hasText("Name a column.");
            page.getByLabel("Column", new Page.GetByLabelOptions().setExact(true))
                    .fill("server_version");
            page.getByRole(AriaRole.BUTTON, named("Add column")).click();
            page.getByRole(AriaRole.BUTTON, named("Save the policy")).click();
            assertThat(page.getByText("The policy is saved")).isVisible();
            Product.shared()
                    .call(
                            "PUT",
                            "/api/v1/policies/query_log/queries",
                            Visits.ADMIN,
                            "application/json",
                            "{\"columns\": {\"user_agent\": {\"tenant-admin\": \"CLEAR\"}}}");

            page.getByRole(AriaRole.BUTTON, named("Remove server_version")).click();
            page.getByRole(AriaRole.BUTTON, named("Save the policy")).click();

            assertThat(page.getByText("Somebody else changed this policy meanwhile."))
                    .isVisible();
            page.getByRole(AriaRole.BUTTON, named("Read it again")).click();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Remove user_agent")))
                    .isVisible();
        }
    }

    private static String name(String fragment) {
        return switch (fragment) {
            case "#/tables/web/visits" -> "table";
            case "#/policies/web/visits" -> "policy";
            default -> fragment.substring(2);
        };
    }
}
