package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.extension.Access;
import dev.ingest.connector.extension.CustomRetriever.Retrieved;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.manifest.Retriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The records of one partition and range as a replacement brings them, page by page. */
final class CustomPages implements PageSource {
    private final ApiClient client;
    private final StreamDefinition stream;
    private final Retriever.Custom retriever;
    private final Scope scope;
    private Optional<Value> token = Optional.empty();

    CustomPages(ApiClient client, StreamDefinition stream, Retriever.Custom retriever, Scope scope) {
        this.client = client;
        this.stream = stream;
        this.retriever = retriever;
        this.scope = scope;
    }

    @Override
    public Optional<Value> place() {
        return token;
    }

    @Override
    public void run(Optional<Value> from, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        token = from;
        Progress progress = new Progress(
                stream.name(), client.session().limits().maxPages(), client.compatibility() == Compatibility.DEFAULT);
        Selection selection = new Selection(stream, retriever.selector(), watch, scope);
        Access access = client.access(scope);
        boolean goesOn = true;
        while (goesOn) {
            gate.run();
            client.checkDeadline();
            progress.asks();
            Retrieved page = retriever.replacement().page(scope.slice(), token, access);
            // Before the transformations change them.
            progress.shows(
                    token,
                    page.records().size() + " " + page.records().hashCode(),
                    page.records().isEmpty());
            boolean past =
                    give(page.records(), selection, sink).filter(watch::isPast).isPresent();
            token = page.next();
            goesOn = token.isPresent() && !past;
        }
    }

    /** Gives the last of the records that were given on. */
    private Optional<Selected> give(List<Value.Dict> records, Selection selection, Consumer<List<Selected>> sink) {
        GivenPages given = new GivenPages(client.session().limits().maxRecordBytes(), GivenPages.RECORDS_MAX, sink);
        Optional<Selected> last = Optional.empty();
        for (Value.Dict record : records) {
            Optional<Selected> selected = selection.of(new Extracted.Built(record));
            if (selected.isPresent()) {
                given.add(selected.get());
                last = selected;
            }
        }
        given.end();
        return last;
    }
}
