package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.manifest.Retriever.AsyncRetriever;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** TODO */
final class JobLoop implements PageSource {
    JobLoop(ApiClient client, StreamDefinition stream, AsyncRetriever retriever, Sliced.Window window) {}

    @Override
    public Optional<Value> place() {
        return Optional.empty();
    }

    @Override
    public void run(Optional<Value> from, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        throw new IllegalStateException("async");
    }
}
