package dev.ingest.writer.drain;

import dev.ingest.platform.drain.FencedException;
import java.util.List;

/** What went wrong in a drain, and what follows from it. */
final class Failures {
    private Failures() {}

    /** Whether the other tables may go on: not without Kafka or memory, nor if the partition is another process's. */
    static boolean isOfOneTable(Throwable failure) {
        return failure instanceof RuntimeException && !(failure instanceof UnacknowledgedException);
    }

    /** Fails with the first of them, if there is one; the others go with it. */
    static void rethrow(List<Throwable> failures) throws FencedException, InterruptedException {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        switch (first) {
            case FencedException fenced -> throw fenced;
            case InterruptedException stop -> throw stop;
            case RuntimeException failure -> throw failure;
            case Error error -> throw error;
            default -> throw new IllegalStateException(first);
        }
    }
}
