package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seed 000: "Usage & billing: per-GB transparency"; tokens, members, audit log and alerts. */
class AccountPagesTest {
    @BeforeAll
    static void visits() {
        Visits.areThere();
    }

    private static void as(String who, String fragment, Consumer<Visitor> work) {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn(who);
            visitor.visit(fragment);
            work.accept(visitor);
        }
    }

    @Test
    void billIsShownWithItsLinesAndTheBudgetNamesItsField() {
        as(Visits.ADMIN, "#/usage", visitor -> {
            Page page = visitor.page;
            assertThat(page.getByText("plan visits").first()).isVisible();
            assertThat(page.getByRole(AriaRole.ROWHEADER, named("monthly fee"))).isVisible();
            Locator amount = page.getByLabel("Amount in EUR");
            amount.fill("much");
            page.getByRole(AriaRole.BUTTON, named("Save")).click();
            assertThat(page.locator(".field[data-path='amount'] .field-problem"))
                    .containsText("number");
            amount.fill("0.001");
            page.getByRole(AriaRole.BUTTON, named("Save")).click();
            assertThat(page.locator(".field[data-path='amount'] .field-problem"))
                    .containsText("0.001");
            amount.fill("100");
            page.getByRole(AriaRole.BUTTON, named("Save")).click();
            assertThat(page.getByText("Budget set to €100.00")).isVisible();
        });
    }

    @Test
    void usageIsSavedAsAFile() {
        as(Visits.ADMIN, "#/usage", visitor -> {
            Download file = visitor.page.waitForDownload(() -> visitor.page
                    .getByRole(AriaRole.BUTTON, named("Invoice (CSV)"))
                    .click());
            assertThat(file.suggestedFilename()).startsWith("invoice-").endsWith(".csv");
            try {
                assertThat(Files.readString(file.path())).startsWith("month,text,quantity");
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void tokenIsShownOnceAndRevoked() {
        as(Visits.ADMIN, "#/tokens", visitor -> {
            Page page = visitor.page;
            page.getByRole(AriaRole.BUTTON, named("New token")).click();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("not a name!");
            page.getByRole(AriaRole.BUTTON, named("Make the token")).click();
            assertThat(page.locator(".field[data-path='name'] .field-problem")).containsText("not a name!");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("short-lived");
            page.getByLabel("Days until it expires").fill("999");
            page.getByRole(AriaRole.BUTTON, named("Make the token")).click();
            assertThat(page.locator(".field[data-path='expiresInDays'] .field-problem"))
                    .containsText("1 to 365");
            page.getByLabel("Days until it expires").fill("");
            page.getByRole(AriaRole.BUTTON, named("Make the token")).click();
            Locator token = page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true));
            assertThat(token).isFocused();
            String text = token.inputValue();
            assertThat(visitor.violations()).isEmpty();
            page.getByRole(AriaRole.BUTTON, named("Done")).click();

            page.getByRole(AriaRole.BUTTON, named("Revoke short-lived")).waitFor();
            assertThat(page.content()).doesNotContain(text);
            page.getByRole(AriaRole.BUTTON, named("Revoke short-lived")).click();
            page.getByRole(AriaRole.BUTTON, named("Revoke it")).click();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Revoke short-lived")))
                    .hasCount(0);
        });
    }

    @Test
    void keyThatIsNoneIsToldAtItsField() {
        as(Visits.ADMIN, "#/members", visitor -> {
            Page page = visitor.page;
            assertThat(page.getByText("yours").first()).isVisible();
            page.getByRole(AriaRole.BUTTON, named("Register a key")).click();
            page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("ann");
            page.getByLabel("Public keys").fill("-----BEGIN PUBLIC KEY-----x-----END PUBLIC KEY-----");
            page.getByRole(AriaRole.BUTTON, named("Register")).click();
            assertThat(page.locator(".field[data-path='publicKeys'] .field-problem"))
                    .isVisible();
            assertThat(visitor.violations()).isEmpty();
            page.goBack();
            assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        });
    }

    @Test
    void auditLogTellsWhoMadeWhat() {
        as("tenant-viewer@" + Visits.TENANT, "#/audit", visitor -> {
            Locator source = visitor.page
                    .getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("source visits"));
            assertThat(source).containsText("Created");
            assertThat(source).containsText(Visits.ADMIN);
            source.getByText("fields").click();
            assertThat(source.locator("ins").first()).isVisible();
        });
    }

    @Test
    void viewerHasNothingToChange() {
        as("tenant-viewer@" + Visits.TENANT, "#/tokens", visitor -> {
            assertThat(visitor.page.getByRole(AriaRole.ROWHEADER, named("producer")))
                    .isVisible();
            assertThat(visitor.page.getByRole(AriaRole.BUTTON, named("New token")))
                    .hasCount(0);
        });
    }

    @Test
    void alertLeadsToWhereItIsEnded() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn(Visits.ADMIN);
            visitor.page.route(
                    "**/api/v1/alerts?open=true",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("""
                            [{"id": "1", "kind": "BUDGET", "subject": "2026-03", "message": "<b>80 %</b> of the budget is used",
                              "action": "Look at what was used", "link": "/api/v1/usage?from=2026-03-01&to=2026-03-31",
                              "raisedAt": "2026-03-10T00:00:00Z"}]""")));
            visitor.visit("#/alerts");

            assertThat(visitor.page.getByText("<b>80 %</b> of the budget is used"))
                    .isVisible();
            assertThat(visitor.violations()).isEmpty();
            visitor.page.getByRole(AriaRole.LINK, named("Go there: 2026-03")).click();
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("Usage and bill")))
                    .isVisible();
            assertThat(visitor.page.getByLabel("Month")).hasValue("2026-03");
        }
    }

    @Test
    void deadLettersAreFoundShownAndReplayed() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            page.route(
                    "**/reading/v1/dead-letters?**",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("application/json")
                            .setBody("""
                            {"letters": [{"namespace": "web", "table": "visits", "id": "l1", "stream": "visits",
                              "reason": "column 'amount': <i>text</i> (expected: a number)", "receivedAt": "2026-03-10T00:00:00Z"}]}""")));
            visitor.visit("#/dead-letters");
            assertThat(page.getByText("column 'amount': <i>text</i> (expected: a number)"))
                    .isVisible();
            page.getByLabel("Table", new Page.GetByLabelOptions().setExact(true))
                    .selectOption("web.visits");
            page.getByRole(AriaRole.BUTTON, named("Replay this table")).click();
            page.getByRole(AriaRole.BUTTON, named("Replay them")).click();
            assertThat(page.getByText("are on their way")).isVisible();
            assertThat(visitor.violations()).isEmpty();
            visitor.screenshot("dead-letters-found");
        }
    }
}
