package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.BodyCutOffException;
import dev.ingest.connector.http.DeferredException;
import dev.ingest.connector.http.Injection;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.PageTarget;
import dev.ingest.connector.manifest.Paginator;
import dev.ingest.connector.manifest.RequestOption;
import dev.ingest.connector.manifest.Retriever.SimpleRetriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One page: from its request to the next page's token. */
final class PageTurn {
    /** What all pages of a loop share. */
    record Parts(
            ApiClient client,
            StreamDefinition stream,
            SimpleRetriever retriever,
            PageReader reader,
            Optional<PropertyChunks> properties,
            int givenRecordsMax) {
        /** A document is there as a whole: it is given on in as few pages as there can be. */
        int givenPage() {
            return reader.isStream() ? Math.min(givenRecordsMax, GivenPages.RECORDS_MAX) : GivenPages.RECORDS_MAX;
        }

        /** Whether a page can be left in its midst: not where its records are put together from several responses. */
        boolean canPause() {
            return reader.isStream() && properties.isEmpty();
        }

        boolean isStrict() {
            return client.compatibility() == Compatibility.STRICT;
        }

        /** In the field's own runtime some responses are consumed before a paginator could look at them. */
        boolean hidesResponses() {
            return isStrict() && retriever.decoder().isHiddenFromTemplates();
        }
    }

    /** @param pause is called between the parts of a page that is larger than memory, and may throw to stop */
    record Watchers(PageWatch watch, Resets resets, Runnable pause, Consumer<List<Selected>> sink) {}

    private final Parts parts;
    private final Sliced sliced;
    private final PagePlace place;
    private final Optional<Paginator.DefaultPaginator> paginator;
    private final Optional<Pager> pager;
    private final Watchers watchers;
    private final Scope scope;
    private final Selection selection;
    private final GivenPages given;
    private Consumer<PagePlace> paused = at -> {};
    private Optional<Merging> merging = Optional.empty();
    private Optional<Selected> last = Optional.empty();
    private long selected;
    private Optional<Extracted> lastTaken = Optional.empty();
    private long taken;
    private boolean taking;
    private boolean full;
    private boolean changed;

    PageTurn(
            Parts parts,
            Sliced sliced,
            PagePlace place,
            Optional<Paginator.DefaultPaginator> paginator,
            Watchers watchers) {
        this.parts = parts;
        this.sliced = sliced;
        this.place = place;
        this.paginator = paginator;
        this.pager = paginator.map(standard -> new Pager(standard.strategy(), sliced.scope()));
        this.watchers = watchers;
        Value token = place.token()
                .<Value>map(value -> Value.dict(Map.of("next_page_token", value)))
                .orElse(Value.NONE);
        this.scope = sliced.scope().with("next_page_token", token);
        this.selection = new Selection(parts.stream(), parts.retriever().selector(), watchers.watch(), scope);
        this.given =
                new GivenPages(parts.client().session().limits().maxRecordBytes(), parts.givenPage(), watchers.sink());
    }

    /** @param listener is told where the rest of the page begins */
    void onPause(Consumer<PagePlace> listener) {
        paused = listener;
    }

    PageReader.PageEnd read() {
        try {
            PageReader.PageEnd end =
                    parts.properties().isPresent() ? chunked(parts.properties().get()) : response(scope, injections());
            end();
            return end;
        } catch (BodyCutOffException cut) {
            if (!taking && parts.canPause()) {
                giveUpTo(cut);
            }
            throw cut;
        }
    }

    /** What has arrived before the time was over is given on, and not asked for again. */
    private void giveUpTo(BodyCutOffException cut) {
        if (changed || lastTaken.isEmpty()) {
            return;
        }
        try {
            given.flush();
            paused.accept(place.skipping(taken, Fingerprint.of(lastTaken.get())));
        } catch (DeferredException late) {
            // These were parents, and for their children there was no time.
            cut.addSuppressed(late);
        }
    }

    void end() {
        given.end();
    }

    private PageReader.PageEnd response(Scope requested, List<Injection> injections) {
        boolean looks = pager.map(Pager::looksAtResponse).orElse(false)
                || parts.retriever().total().isPresent();
        boolean wantsRoot = looks && !parts.hidesResponses();
        Optional<Value> known = sliced.firstPage().filter(page -> place.token().isEmpty());
        return known.isPresent()
                ? parts.reader().read(known.get(), requested, wantsRoot, this::take)
                : parts.reader().read(requested, injections, nextAddress(), wantsRoot, this::take);
    }

    /** The same page once for every chunk of properties; its records are put together again by their key. */
    private PageReader.PageEnd chunked(PropertyChunks chunks) {
        merging = chunks.properties()
                .chunking()
                .map(chunking -> new Merging(parts.stream().name(), chunking.key()));
        Optional<PageReader.PageEnd> end = Optional.empty();
        for (List<String> names : chunks.all()) {
            List<Injection> injections = injections();
            Value joined = Value.of(String.join(",", names));
            chunks.properties()
                    .parameter()
                    .ifPresent(target -> injections.add(new Injection(target, joined, "its query properties")));
            end = Optional.of(response(withProperties(names), injections));
        }
        merging.ifPresent(merged -> merged.records().forEach(this::give));
        return end.orElseThrow();
    }

    private Scope withProperties(List<String> names) {
        Value list = Value.list(names.stream().map(Value::of).toList());
        Map<Value, Value> slice = new LinkedHashMap<>(scope.slice().entries());
        slice.put(Value.of("extra_fields"), Value.dict(Map.of("query_properties", list)));
        return scope.with("stream_slice", new Value.Dict(slice));
    }

    private void take(Extracted piece, long number) {
        if (number <= place.skip() && !changed) {
            changed = number == place.skip() && !place.mark().equals(Optional.of(Fingerprint.of(piece)));
            return;
        }
        if (changed) {
            return;
        }
        full = false;
        taking = true;
        Optional<Selected> record = selection.of(piece);
        boolean held = record.filter(each -> each.oversized().isEmpty()).isPresent()
                && merging.map(all -> all.add(record.get())).orElse(false);
        if (!held) {
            record.ifPresent(this::give);
        }
        lastTaken = Optional.of(piece);
        taken = number;
        if (full && parts.canPause()) {
            paused.accept(place.skipping(number, Fingerprint.of(piece)));
            watchers.pause().run();
        }
        taking = false;
    }

    private void give(Selected record) {
        watchers.resets().count();
        selected++;
        last = Optional.of(record);
        full = given.add(record);
    }

    /** Whether the records that were to be skipped are not those that were given before. */
    boolean hasChanged(long extracted) {
        return changed || extracted < place.skip();
    }

    /** How many records there are, if this page tells it. */
    Optional<Long> reported(PageReader.PageEnd end) {
        return parts.retriever().total().flatMap(template -> end.root().flatMap(root -> number(template, end, root)));
    }

    /** What is no number tells nothing, and fails no read. */
    @SuppressWarnings("UnusedException") // it says no more than that
    private Optional<Long> number(Interpolated template, PageReader.PageEnd end, Value root) {
        try {
            Value told = template.value(scope.with("response", root).with("headers", LinkHeader.headers(end.head())));
            return told instanceof Value.Int(var number) && number.signum() >= 0 && number.bitLength() < Long.SIZE
                    ? Optional.of(number.longValue())
                    : Optional.empty();
        } catch (EvaluationException untold) {
            return Optional.empty();
        }
    }

    Optional<Value> next(PageReader.PageEnd end) {
        if (pager.isEmpty() || last.map(watchers.watch()::isPast).orElse(false)) {
            return Optional.empty();
        }
        long extracted = parts.hidesResponses() ? 0 : end.extracted();
        Pager.Seen seen = new Pager.Seen(end.head(), end.root().orElseGet(Value::emptyDict), extracted, selected, last);
        return pager.get().next(place.token(), seen);
    }

    private List<Injection> injections() {
        boolean plain =
                parts.retriever().plainPagesAfterFirst() && place.token().isPresent();
        List<Injection> injections = new ArrayList<>(plain ? List.of() : sliced.injections());
        paginator.ifPresent(standard -> {
            standard.sizeOption()
                    .ifPresent(option -> pager.flatMap(Pager::pageSize)
                            .ifPresent(size -> injections.add(new Injection(option, size, "the paginator"))));
            standard.tokenOption().ifPresent(target -> injectToken(target, injections));
        });
        return injections;
    }

    private void injectToken(PageTarget target, List<Injection> injections) {
        if (target instanceof RequestOption option) {
            place.token().ifPresent(value -> injections.add(new Injection(option, value, "the paginator")));
        }
    }

    private Optional<String> nextAddress() {
        boolean isAddress = paginator
                .flatMap(Paginator.DefaultPaginator::tokenOption)
                .filter(target -> target instanceof PageTarget.RequestPath)
                .isPresent();
        return isAddress ? place.token().filter(Python::truth).map(Python::str) : Optional.empty();
    }
}
