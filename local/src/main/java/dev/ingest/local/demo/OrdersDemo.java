package dev.ingest.local.demo;

import dev.ingest.local.stack.Port;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** A tenant pulls a shop's API twice, first everything and then what changed, and posts records and a query log. */
public final class OrdersDemo {
    private static final String TENANT = DemoTenant.ID;
    private static final String PIPELINE = "orders";

    private final Surroundings here;
    private final Rest admin;

    public OrdersDemo(Surroundings here) {
        this.here = here;
        this.admin = here.as("tenant-admin@" + TENANT, Port.SCHEDULER);
    }

    /** @throws LocalFailure if a step is answered otherwise than it should be */
    public void run() throws InterruptedException {
        here.say("Demo: tenant '" + TENANT + "' connects a shop's API");
        setUp();
        var runs = new Runs(admin, here);
        here.say("First run");
        var _ = runs.run(PIPELINE);
        here.say("The shop lives on: 500 orders change, 100 are new");
        advanceShop();
        here.say("Second run, only what changed");
        var _ = runs.run(PIPELINE);
        here.say("Posts to the gateway");
        new Pushes(here, TENANT).send();
        var report = new TablesReport(here, TENANT);
        report.awaitPushed();
        report.show();
        report.showWhereToGoOn();
    }

    private void setUp() throws InterruptedException {
        DemoTenant.ensure(here);
        var _ = admin.put(
                "/api/v1/credentials/sample-api",
                Map.of(
                        "values",
                        Map.of("client_id", "demo", "client_secret", here.keys().password("sample-api"))));
        var _ = admin.put("/api/v1/connectors/orders", "application/yaml", here.manifest("orders"));
        var _ = admin.put("/api/v1/pipelines/" + PIPELINE, pipeline());
        var _ = admin.put("/api/v1/policies/shop/customers", Map.of("columns", personalColumns()));
    }

    private Map<String, Object> pipeline() {
        return Map.of(
                "connector", "orders",
                "credential", "sample-api",
                "namespace", "shop",
                "schedule", "manual",
                "config", Map.of("base_url", here.ports().url(Port.SAMPLE_API), "start_date", "2025-01-01T00:00:00Z"),
                "streams",
                        List.of(
                                Map.of("name", "customers"),
                                Map.of("name", "orders"),
                                Map.of("name", "line_items"),
                                Map.of("name", "refunds")));
    }

    private static Map<String, Map<String, String>> personalColumns() {
        return Map.of(
                "email", Map.of("tenant-admin", "CLEAR", "analyst", "SHA256"),
                "name", Map.of("tenant-admin", "CLEAR", "analyst", "REDACT"),
                "phone", Map.of("tenant-admin", "CLEAR", "analyst", "REDACT"),
                "ip_address", Map.of("tenant-admin", "CLEAR", "analyst", "IP"));
    }

    private void advanceShop() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(here.ports().url(Port.SAMPLE_API) + "/admin/advance"))
                .POST(BodyPublishers.noBody())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var _ = http.send(request, BodyHandlers.discarding());
            // Its cursor has whole seconds: what changed in the second in which a run begins is the next run's.
            Thread.sleep(1000);
        } catch (IOException e) {
            throw new LocalFailure("the sample API does not answer: " + e.getMessage(), e);
        }
    }
}
