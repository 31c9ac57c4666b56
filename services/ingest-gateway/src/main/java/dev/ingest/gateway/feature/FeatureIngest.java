package dev.ingest.gateway.feature;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.envelope.Pushed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Judges posts, makes what is valid durable, then gives it to the feature views. Each source is judged on its own, and each
 * view's result is its own; one's failure changes nothing for another.
 */
public final class FeatureIngest {
    private final Function<String, FeatureLimits> limits;
    private final Registrations registrations;
    private final DurableLog log;
    private final FanOut fanOut;
    private final TransformationTurns turns;
    private final LongSupplier nanos;

    /**
     * @param limits a tenant's
     * @param turns in which transformations run
     * @param nanos a clock for durations
     */
    public FeatureIngest(
            Function<String, FeatureLimits> limits,
            Registrations registrations,
            DurableLog log,
            FanOut fanOut,
            TransformationTurns turns,
            LongSupplier nanos) {
        this.limits = limits;
        this.registrations = registrations;
        this.log = log;
        this.fanOut = fanOut;
        this.turns = turns;
        this.nanos = nanos;
    }

    /**
     * Judges a post at once, and completes when its accepted records are durable and the views have had their turn. What a tenant's
     * transformations make of the records is found out elsewhere, for it may take long.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} if no record can be judged; the stage fails with {@code UNAVAILABLE} if the
     *     records cannot be made durable or transformed in time, and then no view has got them
     */
    public CompletionStage<IngestAnswer> ingest(String tenant, byte[] body) {
        return ingest(tenant, limits.apply(tenant), body);
    }

    /** The same for whoever knows the tenant's limits already. */
    public CompletionStage<IngestAnswer> ingest(String tenant, FeatureLimits limits, byte[] body) {
        var times = new Times(nanos);
        Post post = new PostParser(limits, registrations.of(tenant)).parse(body);
        if (transforms(post)) {
            return transformed(tenant, post).thenCompose(judged -> written(tenant, post, judged, times));
        }
        List<Judged> judged = new ArrayList<>(post.sources().size());
        for (Judgement records : post.sources()) {
            judged.add(new Judged(records, prepared(records)));
        }
        return written(tenant, post, judged, times);
    }

    private CompletionStage<IngestAnswer> written(String tenant, Post post, List<Judged> judged, Times times) {
        times.judged = nanos.getAsLong();
        if (!anyViews(judged)) {
            List<SourceResult> results = withoutViews(judged); // now, while what it is made of is at hand
            return durable(tenant, post).thenApply(ignored -> {
                times.durable = nanos.getAsLong();
                return new IngestAnswer(results, times.diagnostics(post));
            });
        }
        return durable(tenant, post)
                .thenCompose(ignored -> {
                    times.durable = nanos.getAsLong();
                    return results(judged, post.dryRun());
                })
                .thenApply(results -> new IngestAnswer(results, times.diagnostics(post)));
    }

    private static boolean transforms(Post post) {
        for (Judgement records : post.sources()) {
            for (View view : records.views()) {
                if (view.transforms() && !records.accepted().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private CompletionStage<List<Judged>> transformed(String tenant, Post post) {
        return together(post.sources().stream()
                .map(records -> together(records.views().stream()
                                .map(view -> turns.run(tenant, () -> prepared(records, view)))
                                .toList())
                        .thenApply(views -> new Judged(records, views)))
                .toList());
    }

    private static boolean anyViews(List<Judged> judged) {
        for (Judged source : judged) {
            if (!source.views().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is left to wait for: most posts are to sources without views. */
    private static List<SourceResult> withoutViews(List<Judged> judged) {
        List<SourceResult> results = new ArrayList<>(judged.size());
        for (Judged source : judged) {
            results.add(source.result(List.of()));
        }
        return results;
    }

    /** A source's records with what each view makes of them. */
    private record Judged(Judgement records, List<ViewWork> views) {
        SourceResult result(List<ViewResult> written) {
            return new SourceResult(records.name(), records.total(), records.failures(), written);
        }
    }

    private record ViewWork(View view, View.Outcome outcome) {}

    private List<ViewWork> prepared(Judgement records) {
        if (records.views().isEmpty()) {
            return List.of();
        }
        return records.views().stream().map(view -> prepared(records, view)).toList();
    }

    private ViewWork prepared(Judgement records, View view) {
        return new ViewWork(view, fanOut.prepared(view, records.accepted()));
    }

    private CompletionStage<?> durable(String tenant, Post post) {
        List<Pushed> envelopes = new ArrayList<>();
        if (!post.dryRun()) {
            for (Judgement records : post.sources()) {
                envelopes.addAll(records.envelopes(tenant));
            }
        }
        return log.append(envelopes);
    }

    private CompletionStage<List<SourceResult>> results(List<Judged> judged, boolean dryRun) {
        List<CompletionStage<SourceResult>> results = new ArrayList<>(judged.size());
        for (Judged source : judged) {
            results.add(result(source, dryRun));
        }
        return together(results);
    }

    private CompletionStage<SourceResult> result(Judged source, boolean dryRun) {
        if (source.views().isEmpty()) {
            return CompletableFuture.completedStage(source.result(List.of()));
        }
        return together(source.views().stream()
                        .map(work -> result(work, dryRun))
                        .toList())
                .thenApply(source::result);
    }

    private CompletionStage<ViewResult> result(ViewWork work, boolean dryRun) {
        CompletionStage<Optional<ViewError>> outcome =
                switch (work.outcome()) {
                    case View.Outcome.Failed(ViewError error) -> CompletableFuture.completedStage(Optional.of(error));
                    case View.Outcome.Rows(var rows) ->
                        dryRun
                                ? CompletableFuture.completedStage(Optional.empty())
                                : fanOut.write(work.view(), rows, registrations::state);
                };
        return outcome.thenApply(error ->
                new ViewResult(work.view().spec().name(), work.view().spec().version(), error));
    }

    /** All results, in order, when the last one is there. */
    private static <T> CompletionStage<List<T>> together(List<CompletionStage<T>> stages) {
        CompletionStage<List<T>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (CompletionStage<T> stage : stages) {
            all = all.thenCombine(stage, (results, result) -> {
                results.add(result);
                return results;
            });
        }
        return all.thenApply(List::copyOf);
    }

    /** When each part of a post's way ended, in nanoseconds. */
    private static final class Times {
        private final LongSupplier nanos;
        private final long started;
        private long judged;
        private long durable;

        Times(LongSupplier nanos) {
            this.nanos = nanos;
            this.started = nanos.getAsLong();
        }

        Optional<IngestAnswer.Diagnostics> diagnostics(Post post) {
            if (!post.diagnostics()) {
                return Optional.empty();
            }
            long now = nanos.getAsLong();
            return Optional.of(new IngestAnswer.Diagnostics(
                    Duration.ofNanos(now - started),
                    Duration.ofNanos(judged - started),
                    post.dryRun() ? Duration.ZERO : Duration.ofNanos(durable - judged),
                    post.dryRun() ? Duration.ZERO : Duration.ofNanos(now - durable)));
        }
    }
}
