package dev.ingest.local.demo;

import dev.ingest.local.keycloak.Source;
import dev.ingest.local.stack.Port;
import dev.ingest.local.state.LocalFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Pulls a program that nobody here wrote: the users, groups, roles, clients and group members of a real Keycloak. */
public final class KeycloakDemo {
    private static final String NAME = "keycloak";

    private final Surroundings here;
    private final Rest admin;

    public KeycloakDemo(Surroundings here) {
        this.here = here;
        this.admin = here.as("tenant-admin@" + DemoTenant.ID, Port.SCHEDULER);
    }

    /**
     * Starts Keycloak for as long as it takes.
     *
     * @param keep leaves it running after that, until this process is told to end
     * @throws LocalFailure if the table holds more or fewer users than Keycloak counts
     */
    public void run(boolean keep) throws Exception {
        here.say("Starting a real Keycloak; the first time it is fetched and given 5,000 users");
        try (Source keycloak = Source.start(here.home(), here.repository(), here.progress())) {
            setUp(keycloak);
            here.say("Run: users, groups, roles, clients, group members");
            var _ = new Runs(admin, here).run(NAME);
            var report = new TablesReport(here, DemoTenant.ID);
            report.show();
            compare(report.rows().getOrDefault(NAME + ".users", 0L), keycloak.users());
            if (keep) {
                here.say("Keycloak stays: %s/admin, %s; Ctrl-C ends it".formatted(keycloak.url(), keycloak.login()));
                new CountDownLatch(1).await();
            }
        }
    }

    private void compare(long rows, long users) {
        here.say("Keycloak counts " + users + " users");
        if (rows != users) {
            throw new LocalFailure("%s.users: %d rows (expected: %d)".formatted(NAME, rows, users));
        }
    }

    private void setUp(Source keycloak) throws InterruptedException {
        DemoTenant.ensure(here, keycloak.url());
        var _ = admin.put(
                "/api/v1/credentials/" + NAME, Map.of("values", Map.of("client_secret", keycloak.readerSecret())));
        var _ = admin.put("/api/v1/connectors/" + NAME, "application/yaml", here.manifest(NAME));
        var _ = admin.put("/api/v1/pipelines/" + NAME, pipeline(keycloak));
    }

    private static Map<String, Object> pipeline(Source keycloak) {
        return Map.of(
                "connector",
                NAME,
                "credential",
                NAME,
                "namespace",
                NAME,
                "schedule",
                "manual",
                "config",
                Map.of("base_url", keycloak.url(), "realm", keycloak.realm(), "client_id", keycloak.reader()),
                "streams",
                List.of(
                        Map.of("name", "users"),
                        Map.of("name", "groups"),
                        Map.of("name", "roles"),
                        Map.of("name", "clients"),
                        Map.of("name", "group_members")));
    }
}
