package dev.ingest.local.demo;

import dev.ingest.local.stack.Port;
import java.util.Set;

/** The tenant that every demo works for. */
final class DemoTenant {
    static final String ID = "demo";

    private DemoTenant() {}

    /** Creates it, unless an earlier demo did. */
    static void ensure(Surroundings here) throws InterruptedException {
        var _ = here.as("operator", Port.SCHEDULER)
                .post("/api/v1/tenants", "{\"id\": \"demo\", \"name\": \"Demo\"}", Set.of(201, 409));
    }
}
