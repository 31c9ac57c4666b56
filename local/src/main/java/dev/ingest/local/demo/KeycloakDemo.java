package dev.ingest.local.demo;

import dev.ingest.local.keycloak.Source;
import dev.ingest.local.stack.Port;
import java.util.List;
import java.util.Map;

/** Pulls a program that nobody here wrote: the users, groups, roles, clients and group members of a real Keycloak. */
public final class KeycloakDemo {
    private static final String NAME = "keycloak";

    private final Surroundings here;
    private final Rest admin;

    public KeycloakDemo(Surroundings here) {
        this.here = here;
        this.admin = here.as("tenant-admin@" + DemoTenant.ID, Port.SCHEDULER);
    }

    /** Starts Keycloak for as long as it takes. */
    public void run() throws Exception {
        here.say("Starting a real Keycloak; the first time it is fetched and given 5,000 users");
        try (Source keycloak = Source.start(here.home(), here.repository(), here.progress())) {
            setUp(keycloak);
            here.say("Run: users, groups, roles, clients, group members");
            var _ = new Runs(admin, here).run(NAME);
            here.say("Keycloak counts " + keycloak.users() + " users");
        }
        new TablesReport(here, DemoTenant.ID).show();
    }

    private void setUp(Source keycloak) throws InterruptedException {
        DemoTenant.ensure(here);
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
