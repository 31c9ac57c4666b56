package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.ApiResponse;
import dev.ingest.connector.http.Injection;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.Decoder;
import dev.ingest.connector.manifest.PageTarget;
import dev.ingest.connector.manifest.Paginator;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Retriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads one partition and range page by page. */
final class PageLoop {
    /** One page's records, and how many there were before the filter. */
    record Read(List<Selection.Selected> records, int extracted) {}

    private final ApiClient client;
    private final StreamDefinition stream;
    private final Retriever.SimpleRetriever retriever;
    private final Scope scope;
    private final List<Injection> sliceInjections;
    private final Selection selection;
    private final Optional<Pager> pager;
    private Optional<Value> token = Optional.empty();

    PageLoop(
            ApiClient client,
            StreamDefinition stream,
            Retriever.SimpleRetriever retriever,
            Scope scope,
            List<Injection> sliceInjections) {
        this.client = client;
        this.stream = stream;
        this.retriever = retriever;
        this.scope = scope;
        this.sliceInjections = sliceInjections;
        this.selection = new Selection(
                stream, retriever.selector(), client.session().limits().maxRecordBytes());
        this.pager = standard().map(paginator -> new Pager(paginator.strategy(), scope));
    }

    private Optional<Paginator.DefaultPaginator> standard() {
        return switch (retriever.paginator()) {
            case Paginator.NoPagination none -> Optional.empty();
            case Paginator.DefaultPaginator paginator -> Optional.of(paginator);
        };
    }

    /** The token of the page that is asked for next, or being asked for; none for the first. */
    Optional<Value> token() {
        return token;
    }

    /**
     * @param from token to go on from; none for the first page
     * @param gate runs before each request, and may throw to stop
     * @param handler takes a page; false ends the loop
     */
    void run(Optional<Value> from, Runnable gate, Predicate<Read> handler) {
        Progress progress =
                new Progress(stream.name(), client.session().limits().maxPages());
        token = from.or(() -> pager.flatMap(Pager::first));
        boolean goesOn = true;
        while (goesOn) {
            gate.run();
            progress.asks(token);
            Optional<Value> next = page(handler, progress);
            goesOn = next.isPresent();
            token = next;
        }
    }

    private Optional<Value> page(Predicate<Read> handler, Progress progress) {
        Value wrapped = token.<Value>map(value -> Value.dict(Map.of("next_page_token", value)))
                .orElse(Value.NONE);
        Scope paged = scope.with("next_page_token", wrapped);
        ApiResponse response = client.fetch(retriever.requester(), paged, injections(), nextAddress());
        if (response.isError() || response.status() == 204) {
            // Only an ignored error comes here: no records, and nothing to page on.
            boolean _ = handler.test(new Read(List.of(), 0));
            return Optional.empty();
        }
        JsonDocument document =
                switch (retriever.decoder()) {
                    case Decoder.Json json -> parse(response);
                };
        List<Value> bodies = document.root() instanceof Value.Items(var elements) ? elements : List.of(document.root());
        List<Value> extracted = new ArrayList<>();
        bodies.forEach(body -> extracted.addAll(selection.extract(body, paged)));
        List<Selection.Selected> records = selection.select(extracted, document, paged);
        if (!extracted.isEmpty()) {
            progress.shows(response.body());
        }
        // Templates see an array's first element as the response.
        Value seen = bodies.isEmpty() ? Value.emptyDict() : bodies.getFirst();
        Optional<Value> last = records.isEmpty()
                ? Optional.empty()
                : Optional.of(records.getLast().record());
        Optional<Value> next = pager.flatMap(
                each -> each.next(token, new Pager.Seen(seen, LinkHeader.headers(response), extracted.size(), last)));
        return handler.test(new Read(records, extracted.size())) ? next : Optional.empty();
    }

    private List<Injection> injections() {
        boolean plain = retriever.plainPagesAfterFirst() && token.isPresent();
        List<Injection> injections = new ArrayList<>(plain ? List.of() : sliceInjections);
        standard().ifPresent(paginator -> {
            paginator
                    .sizeOption()
                    .ifPresent(option -> pager.flatMap(Pager::pageSize)
                            .ifPresent(size -> injections.add(new Injection(option, size, "the paginator"))));
            paginator.tokenOption().ifPresent(target -> injectToken(target, injections));
        });
        return injections;
    }

    private void injectToken(PageTarget target, List<Injection> injections) {
        if (target instanceof RequestOption option) {
            token.ifPresent(value -> injections.add(new Injection(option, value, "the paginator")));
        }
    }

    private Optional<String> nextAddress() {
        boolean isAddress = standard()
                .flatMap(Paginator.DefaultPaginator::tokenOption)
                .filter(target -> target instanceof PageTarget.RequestPath)
                .isPresent();
        return isAddress ? token.map(Python::str) : Optional.empty();
    }

    private JsonDocument parse(ApiResponse response) {
        try {
            int depth = selection.depth();
            return JsonDocument.parse(response.utf8(), depth, depth + 2);
        } catch (JsonSyntaxException invalid) {
            String type = response.header("content-type").orElse("no content type");
            boolean html = type.contains("html");
            throw new ReadException(
                    html ? ReadException.Kind.CONFIG : ReadException.Kind.TRANSIENT,
                    response.request() + " answered " + response.status() + " with a body that " + invalid.problem()
                            + " (" + type + ", " + response.body().length + " bytes; expected JSON)"
                            + (html ? "; check the base address: web pages answer there, not the API" : ""),
                    invalid);
        }
    }
}
