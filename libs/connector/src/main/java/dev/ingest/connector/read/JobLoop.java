package dev.ingest.connector.read;

import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.http.JobPlace;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.RecordSelector;
import dev.ingest.connector.manifest.Retriever.AsyncRetriever;
import dev.ingest.connector.manifest.Retriever.Download;
import dev.ingest.connector.manifest.Retriever.SimpleRetriever;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the API prepare the records of one partition and range in a job, waits for it, and downloads what it made. A job that is not
 * ready in time is waited for by whoever reads the rest: no second one is created for it.
 */
final class JobLoop implements PageSource {
    /** Between two questions about a job. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    /** Jobs that are created for one range before it counts as failed. */
    static final int ATTEMPTS_MAX = 3;

    private final ApiClient client;
    private final StreamDefinition stream;
    private final AsyncRetriever retriever;
    private final Sliced sliced;
    private final JobRequests requests;
    private final Duration timeout;
    private final JobPlace running;
    private final int givenRecordsMax;
    private Optional<Job> job = Optional.empty();
    private Optional<PageSource> download = Optional.empty();
    private String trouble = "";

    JobLoop(ApiClient client, StreamDefinition stream, AsyncRetriever retriever, Sliced sliced, int givenRecordsMax) {
        this.client = client;
        this.stream = stream;
        this.retriever = retriever;
        this.sliced = sliced;
        this.givenRecordsMax = givenRecordsMax;
        this.requests = new JobRequests(client, retriever, sliced.scope());
        this.running = client.job(sliced.scope());
        this.timeout = retriever
                .timeout()
                .map(template -> Duration.ofMinutes(number(template, sliced.scope())))
                .orElse(AsyncRetriever.DEFAULT_TIMEOUT);
    }

    private static long number(Interpolated template, Scope scope) {
        String text = template.coercedText(scope).strip();
        if (!text.matches("\\d{1,9}")) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, template.path() + ": is '" + text + "' (expected a whole number)");
        }
        return Long.parseLong(text);
    }

    @Override
    public Optional<Value> place() {
        return job.flatMap(current -> {
            Job now = download.map(pages -> current.at(current.target(), pages.place()))
                    .orElse(current);
            return PagePlace.BEGINNING.ofJob(Optional.of(now.toValue())).toValue();
        });
    }

    @Override
    public void run(Optional<Value> from, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        job = PagePlace.parse(from).job().map(saved -> Job.parse(saved, now()));
        try {
            finish(gate, watch, sink);
        } finally {
            running.free();
        }
        job = Optional.empty();
    }

    private void finish(Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        boolean done = false;
        while (!done) {
            gate.run();
            Job current = created(gate);
            if (current.created().isEmpty()) {
                failed(current, Optional.empty());
                continue;
            }
            if (current.isOlderThan(timeout, now())) {
                timedOut(current);
                continue;
            }
            JobRequests.Polled polled = requests.poll(current);
            switch (polled.status()) {
                case RUNNING -> client.pause(POLL_INTERVAL);
                case FAILED -> failed(current, retriever.retryWait());
                case TIMEOUT -> timedOut(current);
                case SKIPPED -> done = true;
                case COMPLETED -> {
                    running.free();
                    download(polled, gate, watch, sink);
                    done = true;
                }
            }
        }
    }

    private Instant now() {
        return client.session().clock().instant();
    }

    /** The job there is, or a new one; without an answer it could not be created for now. */
    private Job created(Runnable gate) {
        Job current = job.orElseGet(() -> Job.first(now()));
        if (current.created().isPresent()) {
            running.keep();
            return current;
        }
        job = Optional.of(current);
        while (!running.take()) {
            client.pause(POLL_INTERVAL);
            gate.run();
        }
        try {
            Job started = current.created(requests.create(), now());
            job = Optional.of(started);
            return started;
        } catch (ReadException refused) {
            if (refused.kind() == ReadException.Kind.TRANSIENT) {
                trouble = refused.reason();
                return current;
            }
            throw refused;
        }
    }

    private void timedOut(Job old) {
        try {
            requests.abort(old);
        } catch (ReadException notAborted) {
            // It is given up either way; what was wrong is told if no other job succeeds.
            trouble = notAborted.reason();
        }
        failed(old, Optional.empty());
    }

    /** @param wait template, in seconds: before another is created */
    private void failed(Job old, Optional<Interpolated> wait) {
        running.free();
        if (old.attempt() >= ATTEMPTS_MAX) {
            throw new ReadException(
                    ReadException.Kind.TRANSIENT,
                    stream.name() + ": the API's job failed or was not ready within " + timeout + ", " + ATTEMPTS_MAX
                            + " times" + (trouble.isEmpty() ? "" : "; " + trouble));
        }
        job = Optional.of(old.again(now()));
        client.pause(wait.map(template -> POLL_INTERVAL.plusSeconds(number(template, sliced.scope())))
                .orElse(POLL_INTERVAL));
    }

    private void download(JobRequests.Polled polled, Runnable gate, PageWatch watch, Consumer<List<Selected>> sink) {
        Job current = job.orElseThrow();
        List<Value> targets = requests.targets(polled);
        for (int i = current.target(); i < targets.size(); i++) {
            Scope scope = requests.download(current, polled, targets.get(i));
            Sliced seen = new Sliced(scope, List.of(), Optional.empty());
            PageSource pages =
                    new PageLoop(client, stream, downloading(), start -> seen, Optional.empty(), givenRecordsMax);
            Optional<Value> from = i == current.target() ? current.page() : Optional.empty();
            job = Optional.of(current.at(i, from));
            download = Optional.of(pages);
            pages.run(from, gate, watch, sink);
            download = Optional.empty();
        }
        job = Optional.of(current.at(targets.size(), Optional.empty()));
        requests.delete(current);
    }

    /** The download extracts; all else is done by the stream's own selector. */
    private SimpleRetriever downloading() {
        Download given = retriever.download();
        RecordSelector own = retriever.selector();
        return new SimpleRetriever(
                given.requester(),
                given.decoder(),
                new RecordSelector(given.extractor(), own.filter(), own.transformBeforeFilter(), own.castToSchema()),
                given.paginator(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
