package dev.ingest.local.stack;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says what was done and how long it took, one line per step, in the order in which steps end. */
public final class Progress {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Does the step; a failure is the caller's to tell. */
    public <T> T step(String name, Callable<T> step) throws Exception {
        long start = System.nanoTime();
        T result = step.call();
        say(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / NANOS_PER_SECOND, name));
        return result;
    }

    /** One line, whole: several threads may speak. */
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
