package dev.ingest.executor.drain;

import dev.ingest.connector.ConnectorSession;
import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.budget.Budgets;
import dev.ingest.executor.session.Sources;
import dev.ingest.executor.slice.SliceRun;
import dev.ingest.executor.slice.SliceRunner;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.Messages;
import dev.ingest.platform.drain.PartitionHandler;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.trace.Traces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Works on the requests of a partition until the deadline: those of one credential in order, its streams side by side, and
 * credentials without regard to each other. A request is done when its last marker or fact is acknowledged.
 */
@Singleton
final class RequestHandler implements PartitionHandler {
    private static final Logger LOG = Logger.getLogger(RequestHandler.class);

    private final EventCodec codec;
    private final SliceRunner slices;
    private final Sources sources;
    private final RuleBook ruleBook;
    private final Budgets budgets;
    private final SlicePool pool;
    private final ExecutorSettings settings;
    private final Traces traces;
    private final Clock clock = Clock.systemUTC();

    RequestHandler(
            EventCodec codec,
            SliceRunner slices,
            Sources sources,
            RuleBook ruleBook,
            Budgets budgets,
            SlicePool pool,
            ExecutorSettings settings,
            Traces traces) {
        this.traces = traces;
        this.codec = codec;
        this.slices = slices;
        this.sources = sources;
        this.ruleBook = ruleBook;
        this.budgets = budgets;
        this.pool = pool;
        this.settings = settings;
    }

    @Override
    public String service() {
        return "executor";
    }

    @Override
    public String topic() {
        return Topics.REQUESTS;
    }

    @Override
    public String wakeups() {
        return Topics.WAKEUPS_EXECUTOR;
    }

    @Override
    public OptionalInt batch(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream()
                .flatMap(message -> decoded(message).stream())
                .mapToInt(SliceRequested::slices)
                .filter(slices -> slices > 0)
                .max();
    }

    @Override
    public void meet(List<ConsumerRecord<byte[], byte[]>> messages, DrainWork work) {
        messages.stream()
                .flatMap(message -> decoded(message).stream())
                .forEach(request -> work.met(request.tenant(), request.table(), request.batch()));
    }

    @Override
    public boolean drain(SourcePartition source, Messages messages, Instant deadline) throws InterruptedException {
        budgets.refresh();
        var work = new Slices(messages.work(), deadline);
        try {
            return new RequestDrain(messages, deadline, settings, pool, work, this::decoded, clock).run();
        } finally {
            work.keepBudgets();
        }
    }

    /** The slices of one drain. Each credential's budget is taken over at its first slice, and told when all are through. */
    private final class Slices implements RequestDrain.Work {
        private final Map<String, SliceRequested> credentials = new ConcurrentHashMap<>();
        private final DrainWork work;
        private final Instant end;

        Slices(DrainWork work, Instant end) {
            this.work = work;
            this.end = end;
        }

        @Override
        public StreamRules rules(SliceRequested request) {
            // Whoever asks about another manifest of the credential waits: nothing begins before its budget is known.
            credentials.computeIfAbsent(request.key(), first -> {
                session(request).restore(budgets.news(request.tenant(), request.credential()));
                return request;
            });
            return ruleBook.of(request);
        }

        @Override
        public RequestDrain.Attempt attempt(Request asked, Instant deadline) {
            SliceRequested request = asked.slice();
            SliceRun attempt = slices.attempt(request, deadline);
            return new RequestDrain.Attempt() {
                @Override
                public void run() {
                    try (Traces.Working traced =
                            traces.working(Stream.of(asked.message().headers()), "slice", attributes(request))) {
                        measured(request, attempt);
                        traced.done();
                    }
                }

                @Override
                public boolean cutOff() {
                    boolean cut = attempt.cutOff();
                    if (cut) {
                        work.timedOut(request.tenant(), request.table());
                    }
                    return cut;
                }
            };
        }

        private static Map<String, String> attributes(SliceRequested request) {
            return Map.of(
                    "tenant", request.tenant(),
                    "pipeline", request.pipeline(),
                    "stream", request.stream(),
                    "run", request.run(),
                    "slice", request.slice());
        }

        /** A slice that the deadline cut short goes on in the next drain: how long it took says nothing about it. */
        private void measured(SliceRequested request, SliceRun attempt) {
            Instant began = clock.instant();
            try {
                attempt.run();
            } catch (CancellationException cutOff) {
                throw cutOff; // whoever did it has told so
            } catch (RuntimeException failure) {
                work.failed(request.tenant(), request.table());
                throw failure;
            }
            Instant ended = clock.instant();
            Duration took = ended.isBefore(end) ? Duration.between(began, ended) : Duration.ZERO;
            work.worked(request.tenant(), request.table(), request.batch(), attempt.records(), took);
        }

        private ConnectorSession session(SliceRequested request) {
            return sources.session(request.tenant(), request.credential());
        }

        void keepBudgets() {
            credentials
                    .values()
                    .forEach(request -> budgets.keep(
                            request.tenant(),
                            request.credential(),
                            session(request).budget()));
        }
    }

    private Optional<SliceRequested> decoded(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.of(codec.decode(SliceRequested.class, message.value()));
        } catch (IllegalArgumentException malformed) {
            // Not from our scheduler, or from a newer one: nobody waits for it that we could tell. The tick asks again
            // for what is missing.
            LOG.errorf(
                    "request skipped: partition=%d offset=%d cause=%s",
                    message.partition(), message.offset(), malformed.getMessage());
            return Optional.empty();
        }
    }
}
