package dev.ingest.lake;

import org.apache.iceberg.exceptions.NotFoundException;

/** Counts operations on store and catalog, and makes the n-th fail. */
final class Failing implements MemoryCatalog.Hook {

    private final Faults.Way way;
    private final int at;
    private final boolean reads;
    private int operations;
    private String failed = "none";

    /** @param reads whether reading files fails too; Iceberg repeats some reads after seconds */
    Failing(Faults.Way way, int at, boolean reads) {
        this.way = way;
        this.at = at;
        this.reads = reads;
    }

    static Failing never() {
        return new Failing(Faults.Way.REFUSED, Integer.MAX_VALUE, false);
    }

    synchronized int operations() {
        return operations;
    }

    @Override
    public synchronized String toString() {
        return way + " " + at + ": " + failed;
    }

    synchronized void before(String operation) {
        if (operation.startsWith("read ") && !reads) {
            return;
        }
        operations++;
        failed = operations == at ? operation : failed;
        boolean fails =
                switch (way) {
                    case REFUSED -> operations == at;
                    case DEAD -> operations >= at;
                    case ANSWER_LOST -> false;
                };
        if (fails) {
            // the one failure that Iceberg does not wait after
            throw new NotFoundException("refused: %s", operation);
        }
    }

    synchronized void after() {
        if (way == Faults.Way.ANSWER_LOST && operations == at) {
            throw new NotFoundException("answer lost");
        }
    }

    @Override
    public void beforeSwap() {
        before("commit");
    }

    @Override
    public void afterSwap() {
        after();
    }
}
