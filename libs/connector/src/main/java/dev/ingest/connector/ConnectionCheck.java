package dev.ingest.connector;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Check;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a configuration works: reads the first page of what the manifest names for this. */
final class ConnectionCheck {
    /** Lets whoever runs a connector choose the streams; a key of the configuration. */
    private static final String CHOSEN_STREAMS = "__airbyte_check_stream_names";

    private final Source source;
    private final ConfiguredConnector connector;
    private final Value.Dict config;

    ConnectionCheck(Source source, ConfiguredConnector connector, Value.Dict config) {
        this.source = source;
        this.connector = connector.overridden(source.check().overrides());
        this.config = config;
    }

    CheckResult run() {
        List<String> problems = connector.problems();
        if (!problems.isEmpty()) {
            return new CheckResult.Failed(ReadException.Kind.CONFIG, String.join("; ", problems));
        }
        try {
            for (String stream : streams()) {
                Optional<CheckResult.Failed> failed = failure(stream);
                if (failed.isPresent()) {
                    return failed.get();
                }
            }
            return new CheckResult.Succeeded();
        } catch (ReadException failed) {
            return new CheckResult.Failed(failed.kind(), failed.reason());
        }
    }

    private List<String> streams() {
        return switch (source.check()) {
            case Check.Named(var names, var generated, var overrides) -> {
                List<String> streams = new ArrayList<>(chosen().orElse(names));
                generated.forEach(each -> streams.addAll(generated(each)));
                yield streams;
            }
            case Check.First(int count, boolean isRead, var overrides) -> {
                List<StreamInfo> all = connector.streams();
                if (all.isEmpty()) {
                    throw new ReadException(ReadException.Kind.CONFIG, "there is no stream to connect to");
                }
                yield isRead ? all.stream().limit(count).map(StreamInfo::name).toList() : List.of();
            }
        };
    }

    private Optional<List<String>> chosen() {
        return config.at(CHOSEN_STREAMS)
                .flatMap(value -> value instanceof Value.Items(var names) && !names.isEmpty()
                        ? Optional.of(names.stream().map(Python::str).toList())
                        : Optional.empty());
    }

    private List<String> generated(Check.Generated wanted) {
        List<ManifestStream> streams = connector.generated().getOrDefault(wanted.name(), List.of());
        return streams.stream()
                .limit(wanted.count().orElse(streams.size()))
                .map(ManifestStream::name)
                .toList();
    }

    private Optional<CheckResult.Failed> failure(String stream) {
        Slice first = connector.plan(stream, Optional.empty()).getFirst();
        SliceResult result = connector.read(stream, first, page -> PageSink.Flow.STOP);
        return switch (result) {
            case SliceResult.Completed completed
            when completed.pages() == 0 ->
                Optional.of(new CheckResult.Failed(
                        ReadException.Kind.CONFIG,
                        stream + ": there is nothing to request (expected at least one slice; its parents have no"
                                + " records)"));
            case SliceResult.Completed completed -> Optional.empty();
            case SliceResult.Failed(var kind, var message) -> Optional.of(new CheckResult.Failed(kind, message));
            case SliceResult.Deferred deferred when deferred.pages() > 0 -> Optional.empty();
            case SliceResult.Deferred deferred -> {
                ReadException why = connector.unmet(deferred.notBefore());
                yield Optional.of(new CheckResult.Failed(why.kind(), why.reason()));
            }
        };
    }
}
