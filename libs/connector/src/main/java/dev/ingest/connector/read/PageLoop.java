package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.PaginationResetException;
import dev.ingest.connector.manifest.Paginator;
import dev.ingest.connector.manifest.Retriever.SimpleRetriever;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one partition and range page by page. */
final class PageLoop implements PageSource {
    private final ApiClient client;
    private final StreamDefinition stream;
    private final SimpleRetriever retriever;
    private final Sliced.Window window;
    private final PageTurn.Parts parts;
    private PagePlace place = PagePlace.BEGINNING;
    private Optional<Long> reported = Optional.empty();
    private boolean restarted;
    private boolean begun;

    PageLoop(
            ApiClient client,
            StreamDefinition stream,
            SimpleRetriever retriever,
            Sliced.Window window,
            Optional<PropertyChunks> properties,
            int givenRecordsMax) {
        this.client = client;
        this.stream = stream;
        this.retriever = retriever;
        this.window = window;
        PageReader reader = new PageReader(
                client,
                retriever.requester(),
                retriever.decoder(),
                retriever.selector().extractor());
        this.parts = new PageTurn.Parts(client, stream, retriever, reader, properties, givenRecordsMax);
    }

    @Override
    public Optional<Value> place() {
        return place.toValue();
    }

    @Override
    public Optional<Long> reported() {
        return reported.filter(told -> !restarted);
    }

    @Override
    public void run(Optional<Value> from, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        Progress progress =
                new Progress(stream.name(), client.session().limits().maxPages(), !parts.isStrict());
        Resets resets =
                new Resets(stream.name(), retriever.reset(), stream.cursor().isPresent());
        place = from.isPresent() ? PagePlace.parse(from) : first(Optional.empty());
        resets.resume(place.start());
        boolean goesOn = true;
        while (goesOn) {
            gate.run();
            progress.asks();
            goesOn = turn(new PageTurn.Watchers(watch, resets, () -> pause(gate), sink), progress);
        }
    }

    private PagePlace first(Optional<Value> start) {
        Optional<Value> token = paginator()
                .flatMap(standard ->
                        new Pager(standard.strategy(), window.from(start).scope()).first());
        return PagePlace.of(token, start);
    }

    private Optional<Paginator.DefaultPaginator> paginator() {
        return switch (retriever.paginator()) {
            case Paginator.NoPagination none -> Optional.empty();
            case Paginator.DefaultPaginator standard -> Optional.of(standard);
        };
    }

    /** Inside a page that is larger than memory there is time to stop. */
    private void pause(Runnable gate) {
        gate.run();
        client.checkDeadline();
    }

    /** Reads a page; gives whether there is another. */
    private boolean turn(PageTurn.Watchers watchers, Progress progress) {
        PageTurn turn = new PageTurn(parts, window.from(place.start()), place, paginator(), watchers);
        turn.onPause(paused -> place = paused);
        Optional<PageReader.PageEnd> end = read(turn);
        Resets resets = watchers.resets();
        if (end.isPresent() && end.get().isIgnored()) {
            return false;
        }
        if (end.isEmpty() || resets.isFull()) {
            restarted = true; // what is told from now on is of the rest
            resets.begin(watchers.watch());
            progress.restarts();
            place = first(resets.start());
            return true;
        }
        if (turn.hasChanged(end.get().extracted())) {
            progress.restarts();
            place = PagePlace.of(place.token(), place.start());
            return true;
        }
        progress.shows(place.token(), end.get().print(), end.get().extracted() == 0);
        reported = begun ? reported : turn.reported(end.get());
        begun = true;
        Optional<Value> next = turn.next(end.get());
        place = PagePlace.of(next, resets.start());
        return next.isPresent();
    }

    /** None if the pages have to begin anew. */
    @SuppressWarnings("UnusedException") // it says no more than that
    private static Optional<PageReader.PageEnd> read(PageTurn turn) {
        try {
            return Optional.of(turn.read());
        } catch (PaginationResetException beginsAnew) {
            turn.end();
            return Optional.empty();
        }
    }
}
