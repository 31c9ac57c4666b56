package dev.ingest.lake;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.util.ThreadPools;

/**
 * Who reads and writes the manifests of one commit. Iceberg gives each of them to its pool and looks every 10 ms whether all
 * are done, so that a commit of one data file and one delete file, which writes two manifests, spends most of its time asleep.
 * Here the committing thread does the first few itself; what a table with many manifests needs beyond them goes to the pool.
 */
public final class CommitWork extends AbstractExecutorService {

    private static final int OWN_MAX = 8;

    private final ExecutorService pool = ThreadPools.getWorkerPool();
    private int own;

    /** The work of one commit, which one thread hands out. */
    public CommitWork() {}

    @Override
    public void execute(Runnable work) {
        if (own < OWN_MAX) {
            own++;
            work.run();
        } else {
            pool.execute(work);
        }
    }

    /** {@inheritDoc} The pool is everybody's and stays; there is nothing of its own to stop. */
    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
