package dev.ingest.local.demo;

import dev.ingest.local.oidc.TokenRequest;
import dev.ingest.local.stack.Port;
import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Keys;
import java.nio.file.Path;

/**
 * What a demo works with.
 *
 * @param connectors the folder of our manifests
 */
public record Surroundings(Ports ports, Keys keys, Path connectors, Progress progress) {
    Rest as(String client, Port service) {
        return new Rest(new TokenRequest(ports.url(Port.OIDC)), ports.url(service), client);
    }

    void say(String line) {
        progress.say(line);
    }
}
