package dev.ingest.local.sampleapi;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When the API misbehaves. By count, so that a test meets the same faults each time: every so many data requests one is
 * answered 429, and every so many others 500. And by mode, for as long as it is set.
 */
final class Faults {
    static final int RATE_LIMIT_EVERY = 60;
    static final int ERROR_EVERY = 97;

    /** How it behaves. */
    enum Mode {
        NORMAL,
        /** A web page with status 200, as a login wall or a proxy sends it. */
        HTML,
        /** Status 200 and no body. */
        EMPTY,
        /** JSON that breaks off. */
        TRUNCATED,
        /** No answer while this mode lasts. */
        HANG,
        /** 500, always. */
        DOWN,
        /** 401, whatever the token. */
        UNAUTHORIZED,
        /** 429 with a Retry-After of an hour. */
        EXHAUSTED
    }

    /** What to do with one request. */
    enum Answer {
        SERVE,
        RATE_LIMIT,
        ERROR
    }

    private final AtomicLong requests = new AtomicLong();
    private final int rateLimitEvery;
    private final int errorEvery;
    private volatile Mode mode = Mode.NORMAL;

    /** Zero means never. */
    Faults(int rateLimitEvery, int errorEvery) {
        this.rateLimitEvery = rateLimitEvery;
        this.errorEvery = errorEvery;
    }

    Answer next() {
        long count = requests.incrementAndGet();
        if (rateLimitEvery > 0 && count % rateLimitEvery == 0) {
            return Answer.RATE_LIMIT;
        }
        return errorEvery > 0 && count % errorEvery == 0 ? Answer.ERROR : Answer.SERVE;
    }

    long requests() {
        return requests.get();
    }

    Mode mode() {
        return mode;
    }

    void mode(String name) {
        try {
            mode = Mode.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "mode: " + name + " (expected: one of " + java.util.Arrays.toString(Mode.values()) + ")", e);
        }
    }
}
