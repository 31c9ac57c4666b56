package dev.ingest.connector;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.egress.AllowedAddresses;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One read of the stream {@code things} against a test API. */
final class Reading {
    private final TestApi api;
    private final Connector connector;
    private final Map<String, Object> config = new HashMap<>();
    final TestTime time = new TestTime();
    private ReadLimits limits = ReadLimits.DEFAULT;
    private AllowedAddresses allowed = time.options().allowed();
    Collected sink = new Collected();

    Reading(TestApi api, Yaml manifest) {
        this(api, manifest.load());
    }

    Reading(TestApi api, Connector connector) {
        this.api = api;
        this.connector = connector;
        config.put("url", api.url());
    }

    Reading with(String key, Object value) {
        config.put(key, value);
        return this;
    }

    Reading limits(ReadLimits given) {
        limits = given;
        return this;
    }

    Reading allowed(AllowedAddresses given) {
        allowed = given;
        return this;
    }

    Reading sink(Collected given) {
        sink = given;
        return this;
    }

    SliceResult read() {
        return read(first(Optional.empty()));
    }

    Slice first(Optional<String> checkpoint) {
        return connector.plan("things", config, checkpoint, time.instant()).getFirst();
    }

    SliceResult read(Slice slice) {
        try (ConnectorSession session =
                ConnectorSession.create(time.options().withLimits(limits).withAllowed(allowed))) {
            return connector.read("things", config, slice, session, TestTime.deadline(), sink);
        }
    }

    Connector connector() {
        return connector;
    }

    Map<String, Object> config() {
        return config;
    }

    TestApi api() {
        return api;
    }

    static SliceResult.Failed failed(SliceResult result) {
        if (result instanceof SliceResult.Failed failed) {
            return failed;
        }
        throw new AssertionError("expected a failure, got " + result);
    }

    static SliceResult.Failed failed(SliceResult result, ReadException.Kind kind) {
        SliceResult.Failed failed = failed(result);
        if (failed.kind() != kind) {
            throw new AssertionError("expected a failure of kind " + kind + ", got " + failed);
        }
        return failed;
    }
}
