package dev.ingest.scheduler.connector;

import dev.ingest.connector.Connector;
import dev.ingest.contracts.error.IngestException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Our own manifests, for whoever wants one of them without writing it. Reading them computes for long: not for the event loop. */
@Singleton
final class Gallery {
    /** By name, those of the folder {@code connectors}: a native image has no folders to look into. */
    static final List<String> NAMES = List.of(
            "airtable",
            "asana",
            "github",
            "google-analytics",
            "hubspot",
            "jira",
            "keycloak",
            "notion",
            "orders",
            "posthog",
            "salesforce",
            "shopify",
            "slack",
            "snowflake-usage",
            "stripe",
            "zendesk");

    /**
     * @param name how to ask for it
     * @param title how its API is called
     * @param streams what it can fetch
     */
    record Item(String name, String title, List<String> streams) {}

    private final Map<String, Item> items = new ConcurrentHashMap<>();

    List<Item> all() {
        return NAMES.stream()
                .map(name -> items.computeIfAbsent(name, Gallery::item))
                .toList();
    }

    /** The manifest as it is; fails with {@code NOT_FOUND}. */
    String manifest(String name) {
        if (!NAMES.contains(name)) {
            throw IngestException.notFound("connector of the gallery", name);
        }
        return read(name);
    }

    private static Item item(String name) {
        Connector connector = Connector.load(read(name));
        return new Item(
                name,
                String.valueOf(connector.spec().getOrDefault("title", name)),
                connector.streams().stream().map(stream -> stream.name()).toList());
    }

    private static String read(String name) {
        try (InputStream text =
                Objects.requireNonNull(Gallery.class.getResourceAsStream("/gallery/" + name + ".yaml"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
