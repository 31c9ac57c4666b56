package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page, light and dark, on a desk and on a phone. */
class LooksTest {
    private static final List<String> PAGES = List.of(
            "#/",
            "#/pipelines",
            "#/pipelines/refunds",
            "#/new",
            "#/alerts",
            "#/tables",
            "#/queries",
            "#/dead-letters",
            "#/policies",
            "#/usage",
            "#/tokens",
            "#/members",
            "#/audit");

    @BeforeAll
    static void something() {
        Product.shared().tenant("looks");
        Product.shared().pipeline("looks", "refunds", "looks");
    }

    @Test
    void everyPageIsAccessibleInLightAndDark() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visitor visitor = Visitor.with(1280, 860, scheme)) {
                visitor.signIn("tenant-admin@looks");
                for (String fragment : PAGES) {
                    visitor.visit(fragment);
                    assertThat(visitor.violations())
                            .as("%s %s", fragment, scheme)
                            .isEmpty();
                    visitor.screenshot(name(fragment) + (scheme == ColorScheme.DARK ? "-dark" : ""));
                }
                assertThat(visitor.complaints()).isEmpty();
                assertThat(visitor.foreign()).isEmpty();
            }
        }
    }

    @Test
    void everyPageFitsAPhone() {
        try (Visitor visitor = Visitor.with(375, 812, ColorScheme.LIGHT)) {
            visitor.signIn("tenant-admin@looks");
            for (String fragment : PAGES) {
                visitor.visit(fragment);
                assertThat(visitor.overflows()).as(fragment).isFalse();
                assertThat(visitor.violations()).as(fragment).isEmpty();
                visitor.screenshot(name(fragment) + "-phone");
            }
            visitor.page.getByRole(AriaRole.BUTTON, named("Open navigation")).click();
            assertThat(visitor.page.getByRole(AriaRole.DIALOG, named("Navigation")))
                    .isVisible();
            visitor.page.getByRole(AriaRole.LINK, named("Overview")).click();
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("Overview")))
                    .isVisible();
        }
    }

    @Test
    void pageIsUsedWithTheKeyboardAlone() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn("tenant-admin@looks");
            visitor.page.reload();
            visitor.page.locator(".stats").waitFor();
            visitor.page.keyboard().press("Tab");
            assertThat(visitor.page.getByText("Skip to content")).isFocused();
            visitor.page.keyboard().press("Enter");
            assertThat(visitor.page.locator("main")).isFocused();
            visitor.page.keyboard().press("Tab");
            assertThat(visitor.page.getByRole(AriaRole.LINK, named("New pipeline")))
                    .isFocused();
            visitor.page.keyboard().press("Enter");
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("New pipeline")))
                    .isVisible();
        }
    }

    @Test
    void whoeverBelongsToNoTenantIsToldAndMayLeave() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn("nobody");
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("You belong to no tenant yet")))
                    .isVisible();
            assertThat(visitor.violations()).isEmpty();
            visitor.page.getByRole(AriaRole.LINK, named("Sign out")).click();
            assertThat(visitor.page.getByRole(AriaRole.BUTTON, named("Sign in")))
                    .isVisible();
            visitor.signIn("tenant-admin@looks");
            assertThat(visitor.page.getByRole(AriaRole.HEADING, named("Overview")))
                    .isVisible();
        }
    }

    @Test
    void themeThatSomebodyChoseStays() {
        try (Visitor visitor = Visitor.atDesk()) {
            visitor.signIn("tenant-admin@looks");
            visitor.page.getByRole(AriaRole.BUTTON, named("Use the dark theme")).click();
            visitor.page.reload();
            assertThat(visitor.page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(visitor.page.getByRole(AriaRole.BUTTON, named("Use the light theme")))
                    .isVisible();
        }
    }

    private static String name(String fragment) {
        return switch (fragment) {
            case "#/" -> "overview";
            case "#/pipelines/refunds" -> "pipeline-new";
            case "#/new" -> "wizard";
            default -> fragment.substring(2);
        };
    }
}
