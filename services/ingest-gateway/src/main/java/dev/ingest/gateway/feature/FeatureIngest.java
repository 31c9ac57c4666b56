package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.envelope.Envelopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Judges posts and makes what is valid durable. Each source is judged on its own; one's failure changes nothing for another. */
public final class FeatureIngest {
    /** Compiled schemas kept; beyond it they are compiled again. */
    private static final int TENANTS_MAX = 10_000;

    private final FeatureLimits limits;
    private final PostParser parser;
    private final Function<String, List<StreamSourceSpec>> registered;
    private final DurableLog log;
    private final LongSupplier nanos;
    private final Map<String, StreamSources> compiled = new ConcurrentHashMap<>();

    /**
     * @param registered a tenant's stream sources; may block
     * @param nanos a clock for durations
     */
    public FeatureIngest(
            FeatureLimits limits,
            Function<String, List<StreamSourceSpec>> registered,
            DurableLog log,
            LongSupplier nanos) {
        this.limits = limits;
        this.parser = new PostParser(limits);
        this.registered = registered;
        this.log = log;
        this.nanos = nanos;
    }

    /**
     * Judges a post at once, and completes when its accepted records are durable.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} if no record can be judged; the stage fails with {@code UNAVAILABLE} if the
     *     records cannot be made durable
     */
    public CompletionStage<IngestAnswer> ingest(String tenant, byte[] body) {
        long started = nanos.getAsLong();
        Post post = parser.parse(body);
        StreamSources sources = sources(tenant);
        var results = new ArrayList<SourceResult>();
        var envelopes = new ArrayList<Envelope>();
        for (Post.SourcePost source : post.sources()) {
            results.add(sources.find(source.name())
                    .map(known -> judge(tenant, post, source, known, envelopes))
                    .orElseGet(() -> unknown(source)));
        }
        long judged = nanos.getAsLong();
        CompletionStage<@Nullable Void> durable =
                post.dryRun() ? CompletableFuture.completedStage(null) : log.append(envelopes);
        return durable.thenApply(_ -> new IngestAnswer(List.copyOf(results), timings(post, started, judged)));
    }

    private StreamSources sources(String tenant) {
        List<StreamSourceSpec> current = registered.apply(tenant);
        StreamSources known = compiled.get(tenant);
        if (known != null && known.compiledFrom(current)) {
            return known;
        }
        if (compiled.size() >= TENANTS_MAX) {
            compiled.clear();
        }
        var fresh = new StreamSources(current);
        compiled.put(tenant, fresh);
        return fresh;
    }

    private SourceResult judge(
            String tenant, Post post, Post.SourcePost source, StreamSources.Source known, List<Envelope> envelopes) {
        var accepted = new ArrayList<byte[]>();
        var failures = new ArrayList<SourceResult.Failure>();
        for (int index = 0; index < source.records().size(); index++) {
            switch (judge(post.body(), source.records().get(index), known.schema())) {
                case Verdict.Accepted(byte[] bytes) -> accepted.add(bytes);
                case Verdict.Rejected(RecordError error) -> failures.add(new SourceResult.Failure(index, error));
            }
        }
        envelopes.addAll(
                Envelopes.pushed(tenant, known.spec().table(), known.spec().name(), accepted));
        return new SourceResult(source.name(), source.records().size(), List.copyOf(failures));
    }

    private Verdict judge(byte[] body, Post.Span record, RecordSchema schema) {
        return record.length() > limits.recordBytes()
                ? new Verdict.Rejected(RecordError.tooLarge(record.length(), limits.recordBytes()))
                : schema.judge(body, record);
    }

    private static SourceResult unknown(Post.SourcePost source) {
        var failures = new ArrayList<SourceResult.Failure>();
        for (int index = 0; index < source.records().size(); index++) {
            failures.add(new SourceResult.Failure(index, RecordError.unknownSource(source.name())));
        }
        return new SourceResult(source.name(), source.records().size(), List.copyOf(failures));
    }

    private Optional<IngestAnswer.Diagnostics> timings(Post post, long started, long judged) {
        if (!post.diagnostics()) {
            return Optional.empty();
        }
        long now = nanos.getAsLong();
        return Optional.of(new IngestAnswer.Diagnostics(
                Duration.ofNanos(now - started),
                Duration.ofNanos(judged - started),
                post.dryRun() ? Duration.ZERO : Duration.ofNanos(now - judged)));
    }
}
