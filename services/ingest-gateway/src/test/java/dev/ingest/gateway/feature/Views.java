package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.envelope.Pushed;
import dev.ingest.gateway.envelope.Timer;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.ViewId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source with feature views, the stores at their ports where faults can be put in, and a clock that is moved by hand. */
final class Views implements OnlineStore, Timer {
    /** More than enough for every wait of a post to end. */
    private static final int LOOKS_MAX = 100;

    static final StreamSourceSpec SOURCE = new StreamSourceSpec(
            "demo",
            "transactions_stream",
            "timestamp",
            List.of(
                    new ColumnSpec("timestamp", "timestamptz", true),
                    new ColumnSpec("user_id", "string", true),
                    new ColumnSpec("amount", "double", false)),
            new TableRef("features", "transactions_stream"),
            Optional.of(60));

    private static final StreamSourceSpec REFUNDS = new StreamSourceSpec(
            "demo", "refunds", "timestamp", SOURCE.columns(), new TableRef("features", "refunds"), Optional.empty());

    final List<Envelope> sent = new ArrayList<>();

    /** By table. */
    final Map<String, Duration> patience = new HashMap<>();

    final Map<ViewId, List<OnlineRow>> online = new HashMap<>();
    FanOut.Threads threads = new FanOut.Threads(Runnable::run, Runnable::run);
    TransformationTurns.Threads turns = new TransformationTurns.Threads(Runnable::run, Runnable::run);

    /** How far the clock moves whenever somebody looks. */
    Duration tick = Duration.ZERO;

    final List<Throwable> unexpected = new ArrayList<>();
    final List<Throwable> failed = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    final List<Map.Entry<Duration, Runnable>> later = new ArrayList<>();
    final List<FeatureViewSpec> registered = new ArrayList<>();
    Function<ViewId, CompletionStage<@Nullable Void>> onlineFault = view -> CompletableFuture.completedStage(null);
    Function<Envelope, CompletionStage<@Nullable Void>> logFault = envelope -> CompletableFuture.completedStage(null);

    static FeatureViewSpec view(String name, List<Map<String, Object>> transformation) {
        return new FeatureViewSpec(
                "demo",
                name,
                "v1",
                "transactions_stream",
                List.of("user_id"),
                "timestamp",
                SOURCE.columns(),
                transformation,
                true,
                Optional.of(new TableRef("features", name + "_v1")),
                FeatureViewSpec.State.ACTIVE);
    }

    static FeatureViewSpec suspended(FeatureViewSpec view) {
        return new FeatureViewSpec(
                view.tenant(),
                view.name(),
                view.version(),
                view.source(),
                view.entityKeys(),
                view.eventTime(),
                view.columns(),
                view.transformation(),
                true,
                view.table(),
                FeatureViewSpec.State.SUSPENDED);
    }

    FanOut fanOut() {
        return new FanOut(
                this,
                this::append,
                new FanOut.Limits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(30)),
                threads,
                this,
                this::nanos,
                unexpected::add,
                failed::add);
    }

    private long nanos() {
        return nanos.addAndGet(tick.toNanos());
    }

    TransformationTurns turns() {
        return new TransformationTurns(
                new TransformationTurns.Limits(2, 1, 100, Duration.ofSeconds(10)), turns, this, this::nanos);
    }

    private CompletionStage<@Nullable Void> append(Pushed pushed) {
        sent.add(pushed.envelope());
        patience.put(pushed.envelope().table().name(), pushed.patience());
        return logFault.apply(pushed.envelope());
    }

    FeatureIngest ingest() {
        return new FeatureIngest(
                tenant -> new FeatureLimits(2, 10, 300),
                new Registrations(
                        tenant -> tenant.equals("demo") ? List.of(SOURCE, REFUNDS) : List.of(),
                        tenant -> List.copyOf(registered),
                        ConnectorTransformations::compile),
                log(),
                fanOut(),
                turns(),
                System::nanoTime);
    }

    DurableLog log() {
        return new DurableLog(this::append, Duration.ofMinutes(1));
    }

    /** The answer's JSON, when it is there. */
    CompletableFuture<String> later(String post) {
        return ingest().ingest("demo", post.getBytes(UTF_8))
                .thenApply(answer -> new String(AnswerJson.write("req_abc123", answer), UTF_8))
                .toCompletableFuture();
    }

    /** The answer's JSON; everything that it waits for has happened, or is never going to. */
    String answer(String post) {
        CompletableFuture<IngestAnswer> answer =
                ingest().ingest("demo", post.getBytes(UTF_8)).toCompletableFuture();
        for (int i = 0; i < LOOKS_MAX && !later.isEmpty(); i++) {
            Map.Entry<Duration, Runnable> next = later.removeFirst();
            nanos.addAndGet(next.getKey().toNanos());
            next.getValue().run();
        }
        return new String(AnswerJson.write("req_abc123", answer.join()), UTF_8);
    }

    @Override
    public CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> rows) {
        online.computeIfAbsent(view, first -> new ArrayList<>()).addAll(rows);
        return onlineFault.apply(view);
    }

    @Override
    public CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities) {
        throw new UnsupportedOperationException("no test here reads");
    }

    @Override
    public void after(Duration wait, Runnable action) {
        later.add(Map.entry(wait, action));
    }

    List<String> sentTo(String table) {
        return sent.stream()
                .filter(envelope -> envelope.table().name().equals(table))
                .map(envelope -> new String(envelope.body(), UTF_8))
                .toList();
    }
}
