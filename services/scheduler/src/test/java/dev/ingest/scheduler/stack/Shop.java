package dev.ingest.scheduler.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Predicate;

/** A tenant with a connector of two streams, a credential and a pipeline. */
public final class Shop {
    /** Stream {@code items}: a key and no cursor. Stream {@code Order-Events}: a cursor, three slices, no key. */
    public static final String MANIFEST = read("/shop.yaml");

    /** The same, whose users may grant access in a browser. */
    public static final String CONSENTING = MANIFEST + """
              advanced_auth:
                auth_flow_type: oauth2.0
                oauth_config_specification:
                  oauth_user_input_from_connector_config_specification:
                    properties: { start_date: { type: string, path_in_connector_config: [start_date] } }
                  complete_oauth_output_specification:
                    properties: { refresh_token: { type: string, path_in_connector_config: [token] } }
                  oauth_connector_input_specification:
                    consent_url: "https://api.example/authorize?client_id={{ client_id_value }}&redirect_uri={{ {{ redirect_uri_value }} | urlEncoder }}&state={{ state_value }}"
                    access_token_url: https://api.example/token
                    extract_output: [refresh_token]
            """.indent(0);

    /** A pipeline of both streams, run by hand. */
    public static final String PIPELINE = """
            {"connector": "shop", "credential": "shop", "namespace": "shop", "config": {"start_date": "2026-01-01"},
             "streams": [{"name": "items"}, {"name": "Order-Events"}], "schedule": "manual"}""";

    /** A pipeline of the stream without a cursor. */
    public static final String ITEMS = PIPELINE.replace(", {\"name\": \"Order-Events\"}", "");

    private final String tenant;
    private final Api admin;

    private Shop(String tenant) {
        this.tenant = tenant;
        this.admin = Api.as("tenant-admin@" + tenant);
    }

    /** Makes one for a new tenant. */
    public static Shop open(String tenant, String pipeline) {
        Shop shop = bare(tenant);
        expect(200, shop.admin.put("/api/v1/pipelines/shop", pipeline));
        return shop;
    }

    /** Makes one without a pipeline. */
    public static Shop bare(String tenant) {
        Api.tenant(tenant);
        Shop shop = new Shop(tenant);
        expect(201, shop.admin.putYaml("/api/v1/connectors/shop", MANIFEST));
        expect(200, shop.admin.put("/api/v1/credentials/shop", "{\"values\": {\"token\": \"t\"}}"));
        return shop;
    }

    public String tenant() {
        return tenant;
    }

    public Api admin() {
        return admin;
    }

    /** Starts a run; its id. */
    public String run() {
        Answer started = admin.post("/api/v1/pipelines/shop/runs", "");
        expect(202, started);
        return started.text("id");
    }

    /** The run as it is told. */
    public Answer run(String id) {
        return admin.get("/api/v1/runs/" + id);
    }

    /** The run, once it has that status. */
    public Answer run(String id, String status) {
        return runWhen(id, run -> run.text("status").equals(status));
    }

    /** The run, once it is like that. */
    public Answer runWhen(String id, Predicate<Answer> like) {
        return Eventually.when(() -> run(id), like);
    }

    private static void expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("expected %d: %s".formatted(status, answer));
        }
    }

    private static String read(String resource) {
        try (InputStream stream = Objects.requireNonNull(Shop.class.getResourceAsStream(resource))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
