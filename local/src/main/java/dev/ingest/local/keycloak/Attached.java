package dev.ingest.local.keycloak;

import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * For a test run: a Keycloak with the demo realm, which says on standard output how to reach it and ends when standard input
 * does. Arguments: the state folder, and the folder with Maven's wrapper.
 */
final class Attached {
    private Attached() {}

    public static void main(String[] args) throws Exception {
        var home = new Home(Path.of(args[0]));
        home.prepare();
        try (Source source = Source.start(home, Path.of(args[1]), new Progress(System.err))) {
            System.out.println("KEYCLOAK_URL=" + source.url());
            System.out.println("KEYCLOAK_ADMIN_PASSWORD=" + KeycloakServer.adminPassword(home));
            System.out.println("KEYCLOAK_READER_SECRET=" + source.readerSecret());
            System.out.println("KEYCLOAK_TOKEN_SECRET=" + source.tokenSecret());
            System.out.println("ready");
            System.out.flush();
            var _ = System.in.transferTo(OutputStream.nullOutputStream());
        } catch (LocalFailure e) {
            System.err.println("ingest: " + e.getMessage());
            System.exit(1);
        }
        // Idle connections of the HTTP client would keep us for a while.
        System.exit(0);
    }
}
