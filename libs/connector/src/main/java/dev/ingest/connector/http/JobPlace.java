package dev.ingest.connector.http;

import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;

/** One place among the jobs that an API runs at once; free until it is taken. Used by one thread. */
public final class JobPlace {
    /** Source: the language's own default where a manifest has no {@code max_concurrent_async_job_count}. */
    private static final int JOBS_DEFAULT = 1;

    private final JobGate gate;
    private final Source source;
    private final Scope scope;
    private boolean taken;

    JobPlace(JobGate gate, Source source, Scope scope) {
        this.gate = gate;
        this.source = source;
        this.scope = scope;
    }

    /**
     * For a new job.
     *
     * @return false where too many run
     * @throws ReadException of kind CONFIG if the manifest's number is none
     */
    public boolean take() {
        taken = taken || gate.enter(source.name(), most());
        return taken;
    }

    /** For a job that was created before, wherever that was. */
    public void keep() {
        if (!taken) {
            gate.rejoin(source.name());
            taken = true;
        }
    }

    /** The job runs no more, or someone else waits for it. */
    public void free() {
        if (taken) {
            gate.leave(source.name());
            taken = false;
        }
    }

    private int most() {
        return source.asyncJobs().map(template -> most(template, scope)).orElse(JOBS_DEFAULT);
    }

    private static int most(Interpolated template, Scope scope) {
        return Numbers.whole(template.coercedText(scope))
                .filter(jobs -> jobs > 0)
                .map(jobs -> (int) Math.min(jobs, Integer.MAX_VALUE))
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        template.path() + ": is no number of jobs (expected a positive integer)"));
    }
}
