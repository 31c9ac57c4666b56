package dev.ingest.local.demo;

import dev.ingest.local.oidc.TokenRequest;
import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.Keys;
import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a demo works with.
 *
 * @param repository the folder that holds {@code connectors/}
 */
public record Surroundings(Home home, Ports ports, Path repository, Progress progress) {
    Keys keys() {
        return new Keys(home);
    }

    /** A manifest of ours. */
    String manifest(String connector) {
        Path file = repository.resolve("connectors").resolve(connector + ".yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LocalFailure("cannot read our own manifest " + file + ": " + e.getMessage(), e);
        }
    }

    Rest as(String client, Port service) {
        return new Rest(new TokenRequest(ports.url(Port.OIDC)), ports.url(service), client);
    }

    void say(String line) {
        progress.say(line);
    }
}
