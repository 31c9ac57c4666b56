package dev.ingest.connector;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.Redactor;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceReader;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Plans slices where no API can be asked. */
final class SlicePlan {
    private final Source source;
    private final Configuration configuration;
    private final Clock clock;

    SlicePlan(Source source, Configuration configuration, Clock clock) {
        this.source = source;
        this.configuration = configuration;
        this.clock = clock;
    }

    @SuppressWarnings("UnusedException") // a cause could hold what its redacted message does not
    List<Slice> of(String stream, Optional<String> checkpoint) {
        Redactor redactor = new Redactor();
        configuration.hide(configuration.given(), redactor);
        try {
            Value.Dict values = configuration.values(clock);
            configuration.hide(values, redactor);
            return plan(stream, values, checkpoint);
        } catch (ReadException failed) {
            throw new ReadException(failed.kind(), redactor.redact(failed.reason()));
        } catch (EvaluationException failed) {
            throw new ReadException(ReadException.Kind.CONFIG, redactor.redact(stream + ": " + failed.getMessage()));
        }
    }

    private List<Slice> plan(String name, Value.Dict values, Optional<String> checkpoint) {
        Scope scope = Scope.of(values, clock);
        if (Streams.needApi(source) && source.stream(name).isEmpty()) {
            return List.of(new Slice(Optional.empty(), Optional.empty(), checkpoint));
        }
        Streams streams = new Streams(source, scope, (records, visitor) -> {});
        ManifestStream stream = streams.find(name).orElseThrow(() -> streams.unknown(name));
        Delegation delegation = new Delegation(scope);
        Optional<String> base = delegation.checkpoint(stream, checkpoint);
        StreamDefinition definition = delegation.choose(stream, base);
        return new SliceReader(definition, values, source.compatibility()).plan(clock, base);
    }
}
