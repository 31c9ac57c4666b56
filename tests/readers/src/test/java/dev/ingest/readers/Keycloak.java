package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.readers.Rest.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The demo's Keycloak in a process of its own, which ends when its input does, also by our death. */
final class Keycloak implements AutoCloseable {
    static final String READER = "ingest-reader";
    static final String TENANT_ADMIN = "ingest-tenant-admin";
    static final String OPERATOR = "ingest-operator";

    /** One for the test run: it is fetched, built and filled once. */
    private static final Path HOME = newHome();

    private final Child process;
    private final Map<String, String> said = new TreeMap<>();

    private Keycloak(Child process) {
        this.process = process;
    }

    /** The state folder that keeps it and its realm. Two that run at once cannot share it. */
    static Path home() {
        return HOME;
    }

    static Keycloak start() {
        List<String> command = List.of(
                Engines.java().toString(),
                "-XX:+UseSerialGC",
                "-cp",
                Engines.local().toString(),
                "dev.ingest.local.keycloak.Attached",
                HOME.toString(),
                Engines.repository().toString());
        var keycloak =
                new Keycloak(Child.attached("keycloak", command, Map.of("MAVEN_ARGS", Engines.mavenRepository())));
        keycloak.awaitReady();
        return keycloak;
    }

    String url() {
        return said("KEYCLOAK_URL");
    }

    /** Of its demo realm. */
    String issuer() {
        return url() + "/realms/demo";
    }

    String readerSecret() {
        return said("KEYCLOAK_READER_SECRET");
    }

    /** Of the clients that get tokens for Ingest: {@link #TENANT_ADMIN} and {@link #OPERATOR}. */
    String tokenSecret() {
        return said("KEYCLOAK_TOKEN_SECRET");
    }

    /** What a client of the demo realm is answered when it asks for a token. */
    Answer tokenRequest(String client, String secret) {
        return token(
                issuer(), Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    /** A token of the administrator, whose realm is another one. */
    String adminToken() {
        return token(
                        url() + "/realms/master",
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", said("KEYCLOAK_ADMIN_PASSWORD")))
                .expect(200)
                .json()
                .path("access_token")
                .asText();
    }

    /** What the Admin REST API says of the demo realm, to its administrator. */
    JsonNode admin(String path) {
        return Rest.call("GET", url() + "/admin/realms/demo/" + path, adminToken(), "application/json", "")
                .expect(200)
                .json();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(Engines.log("keycloak").getParent(), "home-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        BufferedReader out = process.output();
        try {
            for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
                if (line == null) {
                    throw process.failure("does not start");
                }
                int equals = line.indexOf('=');
                said.put(line.substring(0, equals), line.substring(equals + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said(String name) {
        String value = said.get(name);
        if (value == null) {
            throw new IllegalStateException("Keycloak's process says nothing about " + name);
        }
        return value;
    }

    private static Answer token(String issuer, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Rest.call(
                "POST", issuer + "/protocol/openid-connect/token", "", "application/x-www-form-urlencoded", body);
    }
}
