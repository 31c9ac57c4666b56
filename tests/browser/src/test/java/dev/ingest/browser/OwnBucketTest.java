package dev.ingest.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.ingest.browser.Visitor.named;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.ObjectStore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Seed 001: "lands each endpoint as an Iceberg table in … your own S3 bucket": from the wizard alone, keys included. */
class OwnBucketTest {
    private static final String TENANT = "owner";
    private static final double ROWS_MAX_MS = 180_000;

    private final Product product = Product.shared();
    private final Lake lake = product.stack().newLake("owner");
    private final ObjectStore store = product.stack().s3();

    @Test
    void bucketIsGivenItsKeysTriedAndFilled() {
        tenant();
        try (Visitor admin = Visitor.atDesk()) {
            Page page = admin.page;
            toTheDestination(admin);
            page.getByLabel("New: Your own bucket").check();
            page.getByLabel("Catalog database").fill(lake.jdbcUrl());
            page.getByLabel("Name of the catalog").fill("own");
            page.getByLabel("User of the database").fill(lake.user());
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(wrong(page, "jdbc.password")).hasText("Password of the database is missing.");
            page.getByLabel("Password of the database").fill("wrong");
            page.getByLabel("Bucket", new Page.GetByLabelOptions().setExact(true))
                    .fill("not a bucket");
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(wrong(page, "s3.access-key-id")).containsText("there is no role that opens the bucket");
            page.getByLabel("Access key", new Page.GetByLabelOptions().setExact(false))
                    .first()
                    .fill(store.accessKey());
            page.getByLabel("Secret of the access key").fill(store.secretKey());
            page.getByLabel("Address of the store").fill(store.endpoint());
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
            assertThat(wrong(page, "warehouse")).containsText("s3://bucket/prefix");
            page.getByLabel("Bucket", new Page.GetByLabelOptions().setExact(true))
                    .fill(product.stack().newWarehouse());
            page.getByLabel("Region of the bucket").fill(store.region());
            page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();

            assertThat(page.getByText("Not everything is granted yet")).isVisible();
            assertThat(page.getByRole(AriaRole.LISTITEM)
                            .filter(new Locator.FilterOptions().setHasText("To use the catalog")))
                    .isVisible();
            assertThat(page.getByRole(AriaRole.BUTTON, named("Continue without")))
                    .isVisible();
            admin.screenshot("wizard-own-bucket");
            assertThat(admin.violations()).isEmpty();
            page.getByLabel("Password of the database").fill(lake.password());
            page.getByRole(AriaRole.BUTTON, named("Check again")).click();
            page.getByRole(AriaRole.HEADING, named("How often?")).waitFor();
            page.getByLabel("By hand").check();
            page.getByRole(AriaRole.BUTTON, named("Start the pipeline")).click();

            assertThat(page.locator(".count[data-table='shop.refunds'] .count-rows"))
                    .hasText(
                            Pattern.compile("[1-9][0-9,]*"),
                            new LocatorAssertions.HasTextOptions().setTimeout(ROWS_MAX_MS));
            assertThat(product.call("GET", "/api/v1/pipelines/shop", "tenant-admin@" + TENANT, "application/json", ""))
                    .contains("\"destination\":\"jdbc\"");
            assertThat(product.call("GET", "/api/v1/destinations", "tenant-admin@" + TENANT, "application/json", ""))
                    .doesNotContain(lake.password(), store.secretKey());
            assertThat(admin.complaints()).isEmpty();
        }
    }

    private static Locator wrong(Page page, String path) {
        return page.locator(".field[data-path='%s'] .field-problem".formatted(path));
    }

    private void tenant() {
        product.tenant(TENANT);
        product.call(
                "PUT",
                "/api/v1/tenants/" + TENANT + "/egress",
                "operator",
                "application/json",
                "{\"allowed\": [\"%s\", \"%s\", \"%s\"]}"
                        .formatted(host(product.stack().sampleApi()), host(store.endpoint()), host(lake.jdbcUrl())));
    }

    /** {@code host:port} of a URL of any kind. */
    private static String host(String url) {
        return url.replaceFirst("^.*://", "").replaceFirst("/.*$", "");
    }

    private void toTheDestination(Visitor admin) {
        Page page = admin.page;
        admin.signIn("tenant-admin@" + TENANT);
        admin.visit("#/new");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("shop 4 endpoints"))
                .click();
        page.getByLabel("Client id").fill("demo");
        page.getByLabel("Client secret").fill(product.secret());
        page.getByRole(AriaRole.BUTTON, named("Check and continue")).click();
        page.getByRole(AriaRole.BUTTON, named("None")).click();
        page.getByLabel("refunds").check();
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
        page.getByRole(AriaRole.HEADING, named("Where do the tables go?")).waitFor();
    }
}
