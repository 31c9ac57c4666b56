package dev.ingest.connector.conformance;

import dev.ingest.connector.Connector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.StreamInfo;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.SessionOptions;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.Page;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one case against a simulated API of its own. */
final class CaseRun implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofDays(365);

    private final MockApi api = MockApi.start();
    private final Outcome.Builder outcome = new Outcome.Builder();
    private final Case given;
    private final CaseTime time;

    CaseRun(Path file) {
        this.given = Case.load(file, api.url());
        this.time = new CaseTime(given.now());
        api.expect(given.exchanges());
    }

    Case given() {
        return given;
    }

    Outcome run() {
        try {
            Connector connector = Connector.load(given.manifest());
            try (ConnectorSession session = ConnectorSession.create(options())) {
                operate(connector, session);
            }
        } catch (ManifestException refused) {
            outcome.refused(String.valueOf(refused.getMessage()));
        }
        return outcome.build(api, given.observedHeaders(), time);
    }

    /** As usual, but the APIs of cases are on this machine. */
    private SessionOptions options() {
        return SessionOptions.of(time)
                .withSleeper(time::sleep)
                .withAllowed((host, port) -> host.equals("127.0.0.1") || host.equals("localhost"));
    }

    private void operate(Connector connector, ConnectorSession session) {
        switch (given.operation()) {
            case "check" -> outcome.checked(connector.check(config(), session, deadline()));
            case "read" -> {
                for (String stream : streams(connector)) {
                    read(connector, session, stream);
                }
            }
            default -> throw new IllegalArgumentException(given.name() + ": unknown operation " + given.operation());
        }
    }

    private List<String> streams(Connector connector) {
        return given.read().isEmpty()
                ? connector.streams().stream().map(StreamInfo::name).toList()
                : given.read();
    }

    private Map<String, @Nullable Object> config() {
        return given.config(api.url());
    }

    private Instant deadline() {
        return given.now().plus(DRAIN);
    }

    private void read(Connector connector, ConnectorSession session, String stream) {
        List<String> records = new ArrayList<>();
        PageSink sink = page -> keep(page, records);
        Optional<String> state = given.state(stream);
        try {
            for (Slice slice : connector.plan(stream, config(), state, time.instant())) {
                SliceResult result = read(connector, session, stream, slice, sink);
                if (result instanceof SliceResult.Failed failure) {
                    outcome.failed(stream, failure);
                    return;
                }
                if (result instanceof SliceResult.Completed(var cursor, var pages, var count, var reported)
                        && cursor.isPresent()) {
                    state = cursor;
                }
            }
            outcome.read(stream, records, state);
        } catch (ReadException invalid) {
            outcome.failed(stream, new SliceResult.Failed(invalid.kind(), invalid.reason()));
        }
    }

    /** A slice that is handed back goes on when the API may be asked again. */
    private SliceResult read(Connector connector, ConnectorSession session, String stream, Slice slice, PageSink sink) {
        SliceResult result = connector.read(stream, config(), slice, session, deadline(), sink);
        while (result instanceof SliceResult.Deferred(var cursor, var notBefore, var pages, var records)) {
            Duration wait = Duration.between(time.instant(), notBefore);
            if (wait.isPositive()) {
                time.sleep(wait);
            }
            result = connector.read(stream, config(), slice.withCursor(cursor), session, deadline(), sink);
        }
        return result;
    }

    private static PageSink.Flow keep(Page page, List<String> records) {
        page.records().forEach(record -> records.add(Json.text(Json.parse(record))));
        return PageSink.Flow.CONTINUE;
    }

    @Override
    public void close() {
        api.close();
    }
}
