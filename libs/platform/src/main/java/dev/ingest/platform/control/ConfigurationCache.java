package dev.ingest.platform.control;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the control plane by what was asked. Fresh ones are used as they are; older ones are used too, while one asker asks for
 * them again with their ETag. A control plane that is away, or silent, is asked again less and less often, and its last answers stand:
 * services go on with the configuration they know. Thread-safe.
 */
final class ConfigurationCache {
    private static final Logger LOG = Logger.getLogger(ConfigurationCache.class);
    private static final String SILENT = "the control plane cannot be asked for %s";
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    private final Rules rules;
    private final Clock clock;
    private final BooleanSupplier mayWait;
    private final Executor askers;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, Question> questions = new ConcurrentHashMap<>();

    /**
     * @param maxAge how long an answer is used without asking again; one of twice that age was forgotten about, and is waited for
     * @param staleMax how long an answer is used at all; none: as long as nobody knows better
     * @param waitMax how long a caller waits at most
     * @param entriesMax most answers that are kept
     */
    record Rules(Duration maxAge, Optional<Duration> staleMax, Duration waitMax, int entriesMax) {}

    /** A question under way. */
    private static final class Question extends CompletableFuture<Answer> {
        private final Instant askedAt;

        Question(Instant askedAt) {
            this.askedAt = askedAt;
        }

        boolean isOverdue(Duration wait, Instant now) {
            return now.isAfter(askedAt.plus(wait));
        }

        /** Waits as long as a caller may who came when it was asked. */
        Answer await(Duration wait, Instant now) throws ExecutionException, TimeoutException, InterruptedException {
            return get(Math.max(0, Duration.between(now, askedAt.plus(wait)).toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    /** A call that sends the ETag it is given. */
    interface Call {
        RestResponse<String> with(@Nullable String etag);
    }

    /** Reads an answer's body. */
    interface Reader<T> {
        T read(String body);
    }

    /**
     * @param mayWait whether the calling thread may wait for an answer
     * @param askers on whose threads questions are asked; may refuse some
     */
    ConfigurationCache(Rules rules, Clock clock, BooleanSupplier mayWait, Executor askers) {
        this.rules = rules;
        this.clock = clock;
        this.mayWait = mayWait;
        this.askers = askers;
    }

    /**
     * What the control plane says.
     *
     * @param key what is asked for; also the name of it in messages
     * @return nothing if it does not exist
     * @throws MustWaitException if it has to be asked for, and this thread may not wait
     */
    @SuppressWarnings("unchecked") // a key is always asked for with the same reader
    <T> Optional<T> get(String key, Call call, Reader<T> reader) {
        Instant now = clock.instant();
        Answer known = known(key);
        if (known.isYoungerThan(rules.maxAge(), now)) {
            return (Optional<T>) known.value();
        }
        Answer answer =
                isOfUse(known, now) ? older(key, known, now, call, reader) : needed(key, known, now, call, reader);
        return (Optional<T>) answer.value();
    }

    private boolean isOfUse(Answer known, Instant now) {
        return known.confirmedAt().isPresent()
                && rules.staleMax().map(age -> known.isYoungerThan(age, now)).orElse(true);
    }

    /** What is known, while it is asked for again; what nobody asked for in a while is waited for, by all who ask now. */
    private Answer older(String key, Answer known, Instant now, Call call, Reader<?> reader) {
        boolean forgotten = !known.isYoungerThan(rules.maxAge().multipliedBy(2), now) && !known.isFailing();
        Question underWay = questions.get(key);
        boolean nothingToWaitFor =
                underWay == null ? !known.mayBeAskedFor(now) : !forgotten || underWay.isOverdue(rules.waitMax(), now);
        if (nothingToWaitFor) {
            return known;
        }
        if (forgotten && !mayWait.getAsBoolean()) {
            throw new MustWaitException(key);
        }
        Question question = asked(key, call, reader);
        if (!forgotten && !question.isDone()) {
            return known;
        }
        try {
            return question.await(rules.waitMax(), now);
        } catch (ExecutionException | TimeoutException unanswered) {
            return known; // whoever asked has said so
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return known;
        }
    }

    /** What is not known, or too old to be used. */
    private Answer needed(String key, Answer known, Instant now, Call call, Reader<?> reader) {
        if (!known.mayBeAskedFor(now)) {
            throw new IngestException(ErrorCode.UNAVAILABLE, SILENT.formatted(key));
        }
        if (!mayWait.getAsBoolean()) {
            throw new MustWaitException(key);
        }
        try {
            return asked(key, call, reader).await(rules.waitMax(), now);
        } catch (ExecutionException unanswered) {
            if (unanswered.getCause() instanceof IngestException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("asking for %s failed".formatted(key), unanswered.getCause());
        } catch (TimeoutException silent) {
            throw unavailable(key, silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(key, interrupted);
        }
    }

    private static IngestException unavailable(String key, Exception cause) {
        return new IngestException(ErrorCode.UNAVAILABLE, SILENT.formatted(key), cause);
    }

    private Answer known(String key) {
        Answer known = answers.get(key);
        if (known == null) {
            return Answer.unknown();
        }
        known.use();
        return known;
    }

    /** The question that is under way, or one that is asked now: a thousand callers are one call. */
    private Question asked(String key, Call call, Reader<?> reader) {
        var question = new Question(clock.instant());
        Question underWay = questions.putIfAbsent(key, question);
        if (underWay != null) {
            return underWay;
        }
        try {
            askers.execute(() -> ask(key, question, call, reader));
        } catch (RejectedExecutionException full) {
            failed(key, question, full);
        }
        return question;
    }

    private void ask(String key, Question question, Call call, Reader<?> reader) {
        try {
            Answer answer = answer(known(key), call, reader);
            keep(key, answer);
            questions.remove(key, question);
            question.complete(answer);
        } catch (WebApplicationException | ProcessingException | FaultToleranceException away) {
            failed(key, question, away);
        } catch (RuntimeException | Error defect) {
            LOG.errorf(defect, "the control plane's answer is of no use: key=%s", key);
            answers.computeIfPresent(key, (_, known) -> known.failed(clock.instant()));
            questions.remove(key, question);
            question.completeExceptionally(defect);
        }
    }

    private Answer answer(Answer known, Call call, Reader<?> reader) {
        Instant now = clock.instant();
        try {
            RestResponse<String> response = call.with(known.etag());
            return response.getStatus() == NOT_MODIFIED && known.confirmedAt().isPresent()
                    ? known.confirmed(now)
                    : Answer.of(
                            Optional.of(reader.read(response.getEntity())),
                            response.getHeaderString(HttpHeaders.ETAG),
                            now);
        } catch (WebApplicationException refused) {
            if (refused.getResponse().getStatus() == NOT_FOUND) {
                return Answer.of(Optional.empty(), null, now);
            }
            throw refused;
        }
    }

    private void failed(String key, Question question, RuntimeException away) {
        Answer known = known(key);
        keep(key, known.failed(clock.instant()));
        questions.remove(key, question);
        known.confirmedAt()
                .ifPresent(at -> LOG.warnf(
                        "control plane away, stale configuration serves: key=%s confirmedAt=%s cause=%s",
                        key, at, away.getMessage()));
        question.completeExceptionally(unavailable(key, away));
    }

    /** The least recently used goes first. Looking for it takes far less than asking did. */
    private void keep(String key, Answer answer) {
        answers.put(key, answer);
        synchronized (questions) {
            while (answers.size() > rules.entriesMax()) {
                answers.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().usedAt()))
                        .ifPresent(oldest -> answers.remove(oldest.getKey(), oldest.getValue()));
            }
        }
    }
}
