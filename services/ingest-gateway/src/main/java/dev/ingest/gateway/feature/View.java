package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.gateway.online.OnlineRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A feature view, compiled once, of whose transformation many records are made. */
final class View {
    private final FeatureViewSpec spec;
    private final Duration patience;
    private final ViewSchema schema;
    private final RecordTransformer transformer;

    /** What a view makes of records: rows, or one error for all of them, for a row that was left out would be lost. */
    sealed interface Outcome {
        record Rows(List<OnlineRow> rows) implements Outcome {}

        record Failed(ViewError error) implements Outcome {}
    }

    /** @param patience how long its rows may wait for the writer, asleep */
    View(FeatureViewSpec spec, Duration patience, Function<List<Map<String, Object>>, RecordTransformer> compiler) {
        this.spec = spec;
        this.patience = patience;
        this.schema = new ViewSchema(spec);
        this.transformer = spec.transformation().isEmpty()
                ? (record, beforeEach) -> Optional.of(record)
                : compiler.apply(spec.transformation());
    }

    FeatureViewSpec spec() {
        return spec;
    }

    Duration patience() {
        return patience;
    }

    /** Whether what its tenant has written runs on every record. */
    boolean transforms() {
        return !spec.transformation().isEmpty() && spec.state() == FeatureViewSpec.State.ACTIVE;
    }

    /** All of a post's records take too long. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLongException(Duration max) {
            super(
                    "takes longer than %d ms for the records of a post (expected: at most that)"
                            .formatted(max.toMillis()),
                    null,
                    false,
                    false);
        }
    }

    /**
     * @param records a source's accepted records, with their places in the post
     * @param beforeEach called before each step; may throw {@link TooLongException}
     */
    Outcome rows(List<Accepted> records, Runnable beforeEach) {
        if (spec.state() != FeatureViewSpec.State.ACTIVE) {
            return new Outcome.Failed(ViewError.suspended());
        }
        List<OnlineRow> rows = new ArrayList<>(records.size());
        for (Accepted record : records) {
            try {
                Optional<byte[]> transformed = transformer.transform(record.bytes(), beforeEach);
                if (transformed.isPresent()) {
                    switch (schema.row(transformed.get())) {
                        case ViewSchema.Outcome.Row(OnlineRow row) -> {
                            if (row.json().length > FeatureLimits.RECORD_BYTES_MAX) {
                                return failed(record, tooLarge(row));
                            }
                            rows.add(row);
                        }
                        case ViewSchema.Outcome.Wrong(String problem) -> {
                            return failed(record, problem);
                        }
                    }
                }
            } catch (RecordTransformer.TransformationException | TooLongException wrong) {
                return failed(record, String.valueOf(wrong.getMessage()));
            }
        }
        return new Outcome.Rows(rows);
    }

    private static String tooLarge(OnlineRow row) {
        return RecordError.tooLarge(row.json().length, FeatureLimits.RECORD_BYTES_MAX)
                .message();
    }

    private static Outcome failed(Accepted record, String problem) {
        return new Outcome.Failed(ViewError.transformation(record.index(), problem));
    }

    /**
     * @param index the record's place in the post, from 0
     * @param bytes the record as it goes on
     */
    record Accepted(int index, byte[] bytes) {}
}
