package dev.ingest.scheduler.run;

import dev.ingest.scheduler.pipeline.Pipeline;
import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a pipeline brought into one of its tables.
 *
 * @param stream the stream's name
 * @param table where its records go, {@code namespace.name}
 * @param rows rows since the pipeline is there
 * @param rowsToday rows of today, in UTC
 * @param bytes bytes since the pipeline is there
 * @param commits how often
 */
@Schema(name = "LiveTable")
public record LiveTable(String stream, String table, long rows, long rowsToday, long bytes, long commits) {
    private static final String SUMS = """
            select namespace || '.' || table_name, cast(sum(rows) as bigint),
              cast(coalesce(sum(rows) filter (where day = :day), 0) as bigint), cast(sum(bytes) as bigint),
              cast(sum(commits) as bigint)
            from usage_day where tenant = :tenant and pipeline = :pipeline group by 1""";

    private record Sum(String table, long rows, long rowsToday, long bytes, long commits) {
        static Sum of(Object[] row) {
            return new Sum(String.valueOf(row[0]), number(row[1]), number(row[2]), number(row[3]), number(row[4]));
        }

        private static long number(Object cell) {
            return ((Number) cell).longValue();
        }
    }

    /** One for each of the pipeline's streams. Within the caller's transaction. */
    static Uni<List<LiveTable>> of(Pipeline pipeline, LocalDate day) {
        return Pipeline.getSession()
                .chain(session -> session.createNativeQuery(SUMS, Object[].class)
                        .setParameter("tenant", pipeline.tenant)
                        .setParameter("pipeline", pipeline.name)
                        .setParameter("day", day)
                        .getResultList())
                .map(rows -> rows.stream().map(Sum::of).collect(Collectors.toMap(Sum::table, Function.identity())))
                .map(sums -> pipeline.streams.stream()
                        .map(stream -> of(stream.name(), pipeline.namespace + "." + stream.table(), sums))
                        .toList());
    }

    private static LiveTable of(String stream, String table, Map<String, Sum> sums) {
        Sum sum = sums.getOrDefault(table, new Sum(table, 0, 0, 0, 0));
        return new LiveTable(stream, table, sum.rows, sum.rowsToday, sum.bytes, sum.commits);
    }
}
