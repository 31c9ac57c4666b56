package dev.ingest.platform.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Traces from a request to its commit. Messages carry them ({@code traceparent}, W3C Trace Context): whoever works on a message goes
 * on with its trace, and so does what is sent meanwhile. Where no receiver is configured, nothing is made, carried or sent.
 */
@Singleton
public final class Traces {
    /** Traces that one span names as what it worked for too; of more, the first. */
    private static final int LINKS_MAX = 32;

    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    private final Optional<SpanSender> sender;
    private final double share;
    private final Clock clock;

    @Inject
    Traces(
            TraceSettings settings,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.sender = settings.endpoint().map(endpoint -> new SpanSender(endpoint, settings, service, registry));
        this.share = settings.share();
        this.clock = Clock.systemUTC();
    }

    private Traces() {
        this.sender = Optional.empty();
        this.share = 0;
        this.clock = Clock.systemUTC();
    }

    /** None at all. */
    public static Traces off() {
        return new Traces();
    }

    /** Whether anything is traced; whoever asks first pays nothing where it is not. */
    public boolean on() {
        return sender.isPresent();
    }

    /** Writes the trace that the caller is in, if it is in one, into a message's headers. */
    public void into(Headers headers) {
        if (on()) {
            Optional.ofNullable(CURRENT.get()).ifPresent(current -> put(current, headers));
        }
    }

    /** Writes a run's trace into the headers of what asks for a part of it. */
    public void into(Headers headers, String run) {
        TraceContext trace = TraceContext.ofRun(run);
        if (on() && trace.within(share)) {
            put(trace, headers);
        }
    }

    /**
     * Begins a trace with what is sent in a message, unless the caller is in one.
     *
     * @return to be run when it is durable
     */
    public Runnable begun(Headers headers, String name, Map<String, String> attributes) {
        TraceContext trace = TraceContext.begun();
        if (!on() || CURRENT.get() != null || !trace.within(share)) {
            into(headers);
            return () -> {};
        }
        put(trace, headers);
        Instant began = clock.instant();
        return () -> tell(new Span(
                trace, Optional.empty(), List.of(), name, began, clock.instant(), attributes, Optional.empty()));
    }

    /** Tells of a run that is over: the first span of its trace. */
    public void run(
            String run, Instant began, Instant ended, Map<String, String> attributes, Optional<String> failure) {
        TraceContext trace = TraceContext.ofRun(run);
        if (on() && trace.within(share)) {
            tell(new Span(trace, Optional.empty(), List.of(), "run", began, ended, attributes, failure));
        }
    }

    /**
     * Begins a piece of work for some messages, on the thread that does it: its span goes on with the first trace among them and is
     * linked with the others.
     *
     * @param attributes under keys of the glossary in docs/monitoring.md; no secrets and no records
     */
    public Working working(Stream<Headers> messages, String name, Map<String, String> attributes) {
        List<TraceContext> origins = on() ? origins(messages) : List.of();
        return origins.isEmpty() ? Working.NOTHING : new Traced(origins, name, attributes);
    }

    /** A piece of work that goes on until this is closed. */
    public interface Working extends AutoCloseable {
        /** The work of nobody's trace. */
        Working NOTHING = new Working() {
            @Override
            public void done() {}

            @Override
            public void close() {}
        };

        /** Whatever is closed without this has failed. */
        void done();

        @Override
        void close();
    }

    private final class Traced implements Working {
        private final Optional<TraceContext> before = Optional.ofNullable(CURRENT.get());
        private final List<TraceContext> origins;
        private final TraceContext place;
        private final String name;
        private final Map<String, String> attributes;
        private final Instant began = clock.instant();
        private Optional<String> failure = Optional.of("failed");

        Traced(List<TraceContext> origins, String name, Map<String, String> attributes) {
            this.origins = origins;
            this.place = origins.getFirst().next();
            this.name = name;
            this.attributes = attributes;
            CURRENT.set(place);
        }

        @Override
        public void done() {
            failure = Optional.empty();
        }

        @Override
        public void close() {
            before.ifPresentOrElse(CURRENT::set, CURRENT::remove);
            tell(new Span(
                    place,
                    Optional.of(origins.getFirst().span()),
                    origins.subList(1, origins.size()),
                    name,
                    began,
                    clock.instant(),
                    attributes,
                    failure));
        }
    }

    private void tell(Span span) {
        sender.ifPresent(open -> open.take(span));
    }

    private static void put(TraceContext trace, Headers headers) {
        headers.remove(TraceContext.HEADER)
                .add(TraceContext.HEADER, trace.toString().getBytes(US_ASCII));
    }

    private static List<TraceContext> origins(Stream<Headers> messages) {
        return messages.map(headers -> headers.lastHeader(TraceContext.HEADER))
                .filter(header -> header != null && header.value() != null)
                .map(Header::value)
                .flatMap(value -> TraceContext.parse(new String(value, US_ASCII)).stream())
                .distinct()
                .limit(1 + LINKS_MAX)
                .toList();
    }

    @PreDestroy
    void close() {
        sender.ifPresent(SpanSender::close);
    }
}
