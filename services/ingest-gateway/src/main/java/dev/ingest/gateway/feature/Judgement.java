package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.Envelopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    static Judgement of(Post post, Post.SourcePost given, TenantSources.Source source, int recordBytesMax) {
        var accepted = new ArrayList<View.Accepted>();
        var failures = new ArrayList<SourceResult.Failure>();
        for (int index = 0; index < given.records().size(); index++) {
            switch (verdict(post.body(), given.records().get(index), source.schema(), recordBytesMax)) {
                case Verdict.Accepted(byte[] bytes) -> accepted.add(new View.Accepted(index, bytes));
                case Verdict.Rejected(RecordError error) -> failures.add(new SourceResult.Failure(index, error));
            }
        }
        return new Judgement(
                given.name(),
                given.records().size(),
                List.copyOf(failures),
                Optional.of(source),
                List.copyOf(accepted));
    }

    static Judgement unknown(Post.SourcePost given) {
        var failures = IntStream.range(0, given.records().size())
                .mapToObj(index -> new SourceResult.Failure(index, RecordError.unknownSource(given.name())))
                .toList();
        return new Judgement(given.name(), given.records().size(), failures, Optional.empty(), List.of());
    }

    private static Verdict verdict(byte[] body, Post.Span record, RecordSchema schema, int bytesMax) {
        return record.length() > bytesMax
                ? new Verdict.Rejected(RecordError.tooLarge(record.length(), bytesMax))
                : schema.judge(body, record);
    }

    /** The accepted records, as they go to the source's table. */
    List<Envelope> envelopes(String tenant) {
        return source.map(TenantSources.Source::spec)
                .map(spec -> envelopes(tenant, spec))
                .orElse(List.of());
    }

    private List<Envelope> envelopes(String tenant, StreamSourceSpec spec) {
        return Envelopes.pushed(
                tenant,
                spec.table(),
                spec.name(),
                accepted.stream().map(View.Accepted::bytes).toList());
    }

    List<View> views() {
        return source.map(TenantSources.Source::views).orElse(List.of());
    }
}
