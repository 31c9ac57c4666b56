package dev.ingest.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Somebody with a browser of their own. Counts what they do, and notes what should not happen. */
final class Visitor implements AutoCloseable {
    /** Generous: it only decides how long a defect takes to show. */
    private static final double PATIENCE_MS = 120_000;

    /** What docs/screenshots has was copied from here. */
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final String AXE = axe();

    final Page page;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();
    private int interactions;

    private static final class Shared {
        private static final Browser BROWSER = launch();

        private static Browser launch() {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium())
                            .setArgs(ARGUMENTS));
        }
    }

    private Visitor(int width, int height, ColorScheme scheme) {
        context = Shared.BROWSER.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // what the REST refuses is an answer, and the page's business
            boolean answer =
                    message.location().contains("/api/") || message.location().contains("/reading/");
            if (message.type().equals("error") && !answer) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            URI address = URI.create(request.url());
            if (!"127.0.0.1".equals(address.getHost())) {
                foreign.add(request.url());
            }
        });
    }

    static Visitor with(int width, int height, ColorScheme scheme) {
        return new Visitor(width, height, scheme);
    }

    static Visitor atDesk() {
        return new Visitor(1280, 860, ColorScheme.LIGHT);
    }

    /** Signs in, as somebody does: two clicks. */
    void signIn(String who) {
        page.navigate(Product.shared().url());
        click(page.getByRole(AriaRole.BUTTON, named("Sign in")));
        // whoever is not on the local provider's list is typed by the test, which is no interaction of the page
        page.locator("#who").fill(who);
        click(page.locator("button[data-main]"));
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
    }

    void visit(String fragment) {
        page.navigate(Product.shared().url() + "/" + fragment);
        page.locator(".page-head").waitFor();
        page.locator(".loading").first().waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    void click(Locator what) {
        interactions++;
        what.click();
    }

    void fill(Locator what, String text) {
        interactions++;
        what.fill(text);
    }

    int interactions() {
        return interactions;
    }

    /** What the browser complained about: scripts that failed, what the page's policy forbade. */
    List<String> complaints() {
        return complaints;
    }

    /** What was asked of other hosts. */
    List<String> foreign() {
        return foreign;
    }

    /** What breaks a rule of accessibility (WCAG 2.1 A and AA, and good practice): rule and element. */
    List<?> violations() {
        page.evaluate(AXE);
        return (List<?>) page.evaluate("""
                async () => (await axe.run()).violations.flatMap(rule => rule.nodes.map(node =>
                  `${rule.id}: ${node.html.slice(0, 200)} ${node.any.concat(node.all).map(check => check.message).join(' ')}`))""");
    }

    /** Whether one has to scroll sideways. */
    boolean overflows() {
        return (Boolean) page.evaluate("() => document.documentElement.scrollWidth > innerWidth");
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    @Override
    public void close() {
        context.close();
    }

    private static Path chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium (Debian: apt-get install chromium)"));
    }

    private static String axe() {
        String path = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream script = Objects.requireNonNull(Visitor.class.getResourceAsStream(path), path)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
