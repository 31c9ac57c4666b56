package dev.ingest.local.demo;

import dev.ingest.local.stack.Port;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The tenant that every demo works for. */
final class DemoTenant {
    static final String ID = "demo";

    private DemoTenant() {}

    /**
     * Creates it, unless an earlier demo did, and lets its manifests reach the sample API and one address more, if any.
     *
     * @param also {@code http://host:port}
     */
    static void ensure(Surroundings here, String... also) throws InterruptedException {
        Rest operator = here.as("operator", Port.SCHEDULER);
        var _ = operator.post("/api/v1/tenants", "{\"id\": \"demo\", \"name\": \"Demo\"}", Set.of(201, 409));
        List<String> addresses = Stream.concat(Stream.of(here.ports().url(Port.SAMPLE_API)), Stream.of(also))
                .map(url -> URI.create(url).getAuthority())
                .toList();
        var _ = operator.put("/api/v1/tenants/" + ID + "/egress", Map.of("allowed", addresses));
    }
}
