package dev.ingest.local.keycloak;

import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.Keys;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A running Keycloak that holds the demo realm. Closing it stops it; its state folder keeps the realm. */
public final class Source implements Closeable {
    private final KeycloakServer server;
    private final Keys keys;
    private final DemoRealm realm;

    private Source(KeycloakServer server, Home home) {
        this.server = server;
        this.keys = new Keys(home);
        var content = new RealmContent(readerSecret(), tokenSecret());
        this.realm = new DemoRealm(new AdminApi(server.url(), KeycloakServer.adminPassword(home)), content);
    }

    /** @param repository the folder with Maven's wrapper, which fetches Keycloak the first time */
    public static Source start(Home home, Path repository, Progress progress) throws Exception {
        var source = new Source(KeycloakServer.start(home, repository, progress), home);
        try {
            source.realm.ensure(progress);
        } catch (Exception e) {
            source.close();
            throw e;
        }
        return source;
    }

    /** {@code http://127.0.0.1:<port>} */
    public String url() {
        return server.url();
    }

    /** The realm to read. */
    public String realm() {
        return RealmContent.REALM;
    }

    /** The id of the client that may read it, and nothing else. */
    public String reader() {
        return RealmContent.READER;
    }

    /** The secret of {@link #reader()}. */
    public String readerSecret() {
        return keys.password("keycloak-reader");
    }

    /** Of the clients {@link RealmContent#TENANT_ADMIN} and {@link RealmContent#OPERATOR}. */
    String tokenSecret() {
        return keys.password("keycloak-tokens");
    }

    /** How many users Keycloak itself counts. */
    public long users() throws IOException, InterruptedException {
        return realm.users();
    }

    /** How a person gets in: at {@code <url>/admin}. */
    public String login() {
        return "user %s, password in %s".formatted(KeycloakServer.ADMIN, keys.file(KeycloakServer.ADMIN_PASSWORD));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
