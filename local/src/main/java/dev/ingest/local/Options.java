package dev.ingest.local;

import dev.ingest.local.stack.Ports;
import dev.ingest.local.stack.Stack;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.LocalFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the environment says: {@code INGEST_HOME}, {@code INGEST_PORT_BASE} (a number, or {@code free}), {@code INGEST_TOKEN_SECONDS}. */
record Options(Map<String, String> environment) {
    private static final int TOKEN_SECONDS_DEFAULT = 900;

    Home home() {
        return new Home(Path.of(value("INGEST_HOME").orElse(".ingest")));
    }

    private Ports ports() {
        String base = value("INGEST_PORT_BASE").orElse(String.valueOf(Ports.BASE_DEFAULT));
        return base.equals("free") ? Ports.free() : Ports.from(number("INGEST_PORT_BASE", base));
    }

    Stack.Setup setup(Path programs) {
        return new Stack.Setup(home(), ports(), programs, tokenLifetime(), environment);
    }

    /** Whether {@code stack} starts the services too. */
    boolean services() {
        return value("INGEST_SERVICES").orElse("off").equals("on");
    }

    /** Whether start-up caches are made and used; tests kill too often to make any. */
    boolean startupCaches() {
        return value("INGEST_STARTUP_CACHES").orElse("on").equals("on");
    }

    private Duration tokenLifetime() {
        String seconds = value("INGEST_TOKEN_SECONDS").orElse(String.valueOf(TOKEN_SECONDS_DEFAULT));
        return Duration.ofSeconds(number("INGEST_TOKEN_SECONDS", seconds));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new LocalFailure(name + ": " + text + " (expected: a whole number)", e);
        }
    }
}
