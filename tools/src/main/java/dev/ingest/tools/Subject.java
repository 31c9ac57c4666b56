package dev.ingest.tools;

import dev.ingest.connector.ConfigText;
import dev.ingest.connector.ConfiguredConnector;
import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.egress.AllowedAddresses;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manifest and the configuration that a command is about. */
record Subject(Path file, Connector connector, Map<String, @Nullable Object> config, Arguments arguments) {
    /** Longest read of one command. */
    private static final Duration LONGEST = Duration.ofDays(30);

    static Subject of(Arguments arguments) {
        Map<String, @Nullable Object> config = arguments
                .path("--config")
                .map(file -> {
                    try {
                        return ConfigText.parse(text(file));
                    } catch (IllegalArgumentException invalid) {
                        throw new Failure(file + ": " + invalid.getMessage(), invalid);
                    }
                })
                .orElse(Map.of());
        return new Subject(arguments.file(), load(arguments), config, arguments);
    }

    private static Connector load(Arguments arguments) {
        Path file = arguments.file();
        try {
            Connector connector = Connector.load(text(file));
            return arguments.compatibility().map(connector::with).orElse(connector);
        } catch (ManifestException refused) {
            throw new Failure(file + " is refused\n  " + refused.getMessage(), refused);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new Failure(file + ": there is no such file", missing);
        } catch (MalformedInputException binary) {
            throw new Failure(file + ": is not UTF-8 text", binary);
        } catch (IOException failed) {
            throw new Failure(file + ": cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** @throws Failure naming everything that the specification asks for and the configuration lacks */
    void requireValidConfig() {
        List<String> problems = connector.validateConfig(config);
        if (!problems.isEmpty()) {
            String place = arguments.path("--config").map(Path::toString).orElse("no --config is given, and it");
            throw new Failure(place + " does not fit the manifest's spec\n  " + String.join("\n  ", problems));
        }
    }

    ConnectorSession session() {
        Clock clock = arguments
                .now()
                .map(now -> Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now)))
                .orElse(Clock.systemUTC());
        return ConnectorSession.create(SessionOptions.of(clock).withAllowed(allowed()));
    }

    private AllowedAddresses allowed() {
        try {
            return AllowedAddresses.of(arguments.allowed());
        } catch (IllegalArgumentException invalid) {
            throw new Failure("--allow: " + invalid.getMessage(), invalid);
        }
    }

    ConfiguredConnector configured(ConnectorSession session) {
        return connector.configured(config, session, session.now().plus(LONGEST));
    }

    Optional<Path> state() {
        return arguments.path("--state");
    }
}
