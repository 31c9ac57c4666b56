package dev.ingest.lake;

import org.apache.iceberg.PartitionSpec;

/** A batch whose rows belong to more partitions than a commit writes files for; the table has to be partitioned more coarsely. */
public final class TooManyPartitionsException extends LakeException {
    private static final long serialVersionUID = 1;

    TooManyPartitionsException(String table, PartitionSpec spec, int max) {
        super(
                "table %s: a batch with rows of more than %d partitions by %s (expected: at most %d; declare coarser partitions, such as month for day, or bucket(n, column))"
                        .formatted(
                                table,
                                max,
                                spec.fields().stream()
                                        .map(field -> field.name())
                                        .toList(),
                                max));
    }
}
