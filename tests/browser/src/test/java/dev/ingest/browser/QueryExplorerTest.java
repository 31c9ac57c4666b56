package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seed 003: "tags: Free-form labels for filtering in Query Explorer". */
class QueryExplorerTest {
    @BeforeAll
    static void queries() {
        Visits.areThere();
    }

    @Test
    void queriesAreSearchedByTagUserStateAndText() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/queries");
            Locator found = page.locator(".query");
            assertThat(found).hasCount(3);
            assertThat(found.first()).containsText("Column 'nmae' cannot be resolved");

            page.getByRole(AriaRole.LINK, named("Queries with the tag nightly"))
                    .first()
                    .click();
            assertThat(found).hasCount(2);
            page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("bob");
            page.keyboard().press("Enter");
            assertThat(found).hasCount(1);
            assertThat(found).containsText("INSERT INTO report");
            assertThat(page).hasURL(Pattern.compile("#/queries\\?user=bob&tag=nightly$"));

            page.getByRole(AriaRole.BUTTON, named("Clear")).click();
            assertThat(found).hasCount(3); // the form is made anew with them
            page.getByLabel("State").selectOption("FAILED");
            page.getByRole(AriaRole.SEARCHBOX).fill("NMAE");
            page.getByRole(AriaRole.BUTTON, named("Search")).click();
            assertThat(found).hasCount(1);
            page.getByRole(AriaRole.SEARCHBOX).fill("nothing like this");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.HEADING, named("No query matches")))
                    .isVisible();
        }
    }

    @Test
    void failureIsShownWholeAndLeftWithTheKeyboard() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/queries?state=FAILED");
            Locator details = page.getByRole(AriaRole.BUTTON, named("Details of query q-3"));
            details.focus();
            page.keyboard().press("Enter");

            Locator dialog = page.getByRole(AriaRole.DIALOG, named("Query"));
            assertThat(dialog).containsText("COLUMN_NOT_FOUND");
            assertThat(dialog).containsText("SELECT nmae FROM visits");
            assertThat(visitor.violations()).isEmpty();
            visitor.screenshot("query");
            page.keyboard().press("Escape");
            assertThat(dialog).isHidden();
            assertThat(details).isFocused();
        }
    }

    @Test
    void errorIsToldAtItsField() {
        try (Visitor visitor = Visitor.atDesk()) {
            Page page = visitor.page;
            visitor.signIn(Visits.ADMIN);
            visitor.visit("#/queries");
            page.getByLabel("Took at least (ms)").fill("long");
            page.getByRole(AriaRole.BUTTON, named("Search")).click();

            assertThat(page.locator(".field[data-path='slowerThanMs'] .field-problem"))
                    .containsText("expected: a finite number");
            assertThat(page.getByLabel("Took at least (ms)")).isFocused();
            assertThat(visitor.violations()).isEmpty();
        }
    }
}
