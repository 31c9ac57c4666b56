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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the control plane by what was asked. Fresh ones are used as they are, others are asked for again with their ETag,
 * and when the control plane is away the last answer stands: services go on with the configuration they know.
 */
final class ConfigurationCache {
    private static final Logger LOG = Logger.getLogger(ConfigurationCache.class);
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;

    /** Keys share turns; two that meet in one cost a moment. */
    private static final int TURNS = 64;

    private final Duration maxAge;
    private final Clock clock;
    private final BooleanSupplier mayWait;
    private final int entriesMax;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ReentrantLock[] turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);

    /** What was found (nothing, if it does not exist), under which ETag, and when it was last confirmed. */
    private static final class Answer {
        private final Optional<Object> value;
        private final @Nullable String etag;
        private final Instant confirmedAt;

        /** When it was last asked for. Callers need not agree on it to the moment, so they do not take turns. */
        private long usedAt;

        Answer(Optional<Object> value, @Nullable String etag, Instant confirmedAt) {
            this.value = value;
            this.etag = etag;
            this.confirmedAt = confirmedAt;
        }

        Answer confirmed(Instant now) {
            return new Answer(value, etag, now);
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
     * @param maxAge how long an answer is used without asking again
     * @param entriesMax most answers that are kept
     * @param mayWait whether the calling thread may wait for an answer
     */
    ConfigurationCache(Duration maxAge, int entriesMax, Clock clock, BooleanSupplier mayWait) {
        this.maxAge = maxAge;
        this.clock = clock;
        this.mayWait = mayWait;
        this.entriesMax = entriesMax;
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
        Answer known = known(key);
        if (known == null || !fresh(known)) {
            known = refreshed(key, known, call, reader);
        }
        return (Optional<T>) known.value;
    }

    private boolean fresh(Answer answer) {
        return !answer.confirmedAt.plus(maxAge).isBefore(clock.instant());
    }

    /** One caller asks, the others go on with what is known, or wait if nothing is: a thousand callers are one call. */
    private Answer refreshed(String key, @Nullable Answer known, Call call, Reader<?> reader) {
        ReentrantLock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
        if (!mayWait.getAsBoolean()) {
            if (known != null && turn.isLocked()) {
                return known;
            }
            throw new MustWaitException(key);
        }
        if (known == null) {
            turn.lock();
        } else if (!turn.tryLock()) {
            return known;
        }
        try {
            Answer latest = known(key);
            if (latest != null && fresh(latest)) {
                return latest;
            }
            Answer asked = ask(key, latest, call, reader);
            keep(key, asked);
            return asked;
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Answer known(String key) {
        Answer known = answers.get(key);
        if (known != null) {
            known.usedAt = System.nanoTime();
        }
        return known;
    }

    /** The least recently used goes first. Looking for it takes far less than asking did. */
    private void keep(String key, Answer asked) {
        asked.usedAt = System.nanoTime();
        answers.put(key, asked);
        synchronized (turns) {
            while (answers.size() > entriesMax) {
                answers.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().usedAt))
                        .ifPresent(oldest -> answers.remove(oldest.getKey(), oldest.getValue()));
            }
        }
    }

    private Answer ask(String key, @Nullable Answer known, Call call, Reader<?> reader) {
        Instant now = clock.instant();
        try {
            RestResponse<String> response = call.with(known == null ? null : known.etag);
            if (response.getStatus() == NOT_MODIFIED && known != null) {
                return known.confirmed(now);
            }
            return new Answer(
                    Optional.of(reader.read(response.getEntity())), response.getHeaderString(HttpHeaders.ETAG), now);
        } catch (WebApplicationException refused) {
            if (refused.getResponse().getStatus() == NOT_FOUND) {
                return new Answer(Optional.empty(), null, now);
            }
            return stale(key, known, refused);
        } catch (ProcessingException | FaultToleranceException away) {
            return stale(key, known, away);
        }
    }

    private static Answer stale(String key, @Nullable Answer known, RuntimeException away) {
        if (known == null) {
            throw new IngestException(
                    ErrorCode.UNAVAILABLE, "the control plane cannot be asked for %s".formatted(key), away);
        }
        LOG.warnf(
                "control plane away, stale configuration serves: key=%s confirmedAt=%s cause=%s",
                key, known.confirmedAt, away.getMessage());
        return known;
    }
}
