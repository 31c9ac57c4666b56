package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.gateway.envelope.Envelopes;
import dev.ingest.gateway.envelope.Pushed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What validation says of one source's records.
 *
 * @param name the source's name as the post has it
 * @param total how many records came
 * @param failures those that are rejected
 * @param source the registered source; none if nobody registered it
 * @param accepted the others
 */
record Judgement(
        String name,
        int total,
        List<SourceResult.Failure> failures,
        Optional<TenantSources.Source> source,
        List<View.Accepted> accepted) {

    /** What becomes of one source's records, one after the other. */
    static final class Draft {
        private final String name;
        private final Optional<TenantSources.Source> source;
        private final List<View.Accepted> accepted = new ArrayList<>();
        private final List<SourceResult.Failure> failures = new ArrayList<>();
        private int total;

        Draft(String name, Optional<TenantSources.Source> source) {
            this.name = name;
            this.source = source;
        }

        /** How many records there were. */
        int total() {
            return total;
        }

        /** Judges the record that the parser is at, and reads to its end. */
        void add(JsonParser json, byte[] body, int bytesMax) throws IOException {
            int index = total++;
            switch (verdict(json, body, bytesMax)) {
                case Verdict.Accepted(byte[] bytes) -> accepted.add(new View.Accepted(index, bytes));
                case Verdict.Rejected(RecordError error) -> failures.add(new SourceResult.Failure(index, error));
            }
        }

        private Verdict verdict(JsonParser json, byte[] body, int bytesMax) throws IOException {
            if (source.isPresent()) {
                return source.get().schema().judge(json, body, bytesMax);
            }
            Json.skip(json);
            return new Verdict.Rejected(RecordError.unknownSource(name));
        }

        Judgement judgement() {
            return new Judgement(name, total, failures, source, accepted);
        }
    }

    /** The accepted records, as they go to the source's table. */
    List<Pushed> envelopes(String tenant) {
        if (source.isEmpty() || accepted.isEmpty()) {
            return List.of();
        }
        StreamSourceSpec spec = source.get().spec();
        List<byte[]> records = new ArrayList<>(accepted.size());
        for (View.Accepted record : accepted) {
            records.add(record.bytes());
        }
        return Envelopes.pushed(
                tenant, spec.table(), spec.name(), records, source.get().patience());
    }

    List<View> views() {
        return source.isPresent() ? source.get().views() : List.of();
    }
}
