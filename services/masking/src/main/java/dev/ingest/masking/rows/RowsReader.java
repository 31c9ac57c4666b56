package dev.ingest.masking.rows;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Filter;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.SnapshotInfo;
import dev.ingest.platform.mask.ColumnAccess;
import java.util.List;
import java.util.OptionalLong;

/** Answers a request for rows of one table as its caller may see them. */
public final class RowsReader {
    private final RowLimits limits;

    public RowsReader(RowLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads rows and masks them.
     *
     * @return the answer's JSON in UTF-8
     * @throws IngestException {@code INVALID_ARGUMENT}, {@code PERMISSION_DENIED} for a column kept from the caller, {@code
     *     NOT_FOUND} for a snapshot that cannot be read, {@code PAYLOAD_TOO_LARGE} for too much
     */
    public byte[] read(LakeTable table, ColumnAccess access, RowsRequest request) {
        int limit = limits.rows(request.limit());
        long snapshot = snapshot(table, request);
        RowQuery all = new RowQuery(List.of(), Filter.all(), 0, OptionalLong.of(snapshot));
        Selection selection;
        try (Rows none = table.rows(all)) {
            selection = new Selection(none.columns(), access); // as that snapshot has them
        }
        List<SeenColumn> seen = selection.select(request.select());
        Filter filter = new FilterParser(selection, limits).parse(request.filters());
        var answer = new RowsJson(seen, snapshot, limits.answerBytesMax());
        if (!seen.isEmpty() && limit > 0) {
            List<String> names =
                    seen.stream().map(column -> column.column().name()).toList();
            try (Rows rows = table.rows(new RowQuery(names, filter, limit, OptionalLong.of(snapshot)))) {
                rows.forEachRemaining(answer::row);
            }
        }
        return answer.finish();
    }

    /** A snapshot of main: branches hold what is not published. */
    private static long snapshot(LakeTable table, RowsRequest request) {
        List<SnapshotInfo> snapshots = table.snapshots();
        if (request.snapshot().isEmpty()) {
            return snapshots.getLast().id();
        }
        String wanted = request.snapshot().get();
        try {
            long id = Long.parseLong(wanted);
            return snapshots.stream()
                    .mapToLong(SnapshotInfo::id)
                    .filter(known -> known == id)
                    .findFirst()
                    .orElseThrow(() -> IngestException.notFound("snapshot", wanted));
        } catch (NumberFormatException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "snapshot: '%s' (expected: a snapshot's id)".formatted(wanted),
                    malformed);
        }
    }
}
