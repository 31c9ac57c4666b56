package dev.ingest.local;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where we are installed: {@code <repository>/local/target/app/ingest-local.jar}. */
record Installation(Path app) {
    static Installation ours() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Installation(jar.resolveSibling("."));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the application's own place is no path", e);
        }
    }

    Installation {
        app = app.toAbsolutePath().normalize();
    }

    /** The folder that holds {@code services/} and {@code connectors/}. */
    Path repository() {
        return app.resolve("../../..").normalize();
    }

    /** PostgreSQL's programs: beside the application, so that every stack of this machine shares them. */
    Path postgres() {
        return app.resolve("postgres");
    }
}
