package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.schedule.TimingColumn;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads pipelines as REST tells them: what the dashboard asks for all the time, without what is needed to change them. */
@Singleton
final class PipelineViews {
    private static final String SELECT = """
            select name, connector, connector_version, credential, destination, namespace, config, streams, schedule, timing, next_due,
              paused_kind, paused_reason, paused_at from pipeline where tenant = $1 and name\s""";
    private static final String PAGE = SELECT + "> $2 order by name limit $3";
    private static final String ONE = SELECT + "= $2";

    private static final ConfigMap CONFIG = new ConfigMap();
    private static final PipelineStreamList STREAMS = new PipelineStreamList();
    private static final TimingColumn TIMING = new TimingColumn();

    private final TenantRows rows;

    PipelineViews(TenantRows rows) {
        this.rows = rows;
    }

    /** Some of the tenant's by name, from behind that one. */
    Uni<List<PipelineResource.View>> page(String tenant, String after, int max) {
        return rows.once(tenant, PAGE, Tuple.of(tenant, after, max))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(PipelineViews::view)
                        .toList());
    }

    /** The one of that name; fails with {@code NOT_FOUND}. */
    Uni<PipelineResource.View> one(String tenant, String name) {
        return rows.once(tenant, ONE, Tuple.of(tenant, name)).map(found -> {
            if (found.size() == 0) {
                throw IngestException.notFound("pipeline", name);
            }
            return view(found.iterator().next());
        });
    }

    private static PipelineResource.View view(Row row) {
        return new PipelineResource.View(
                row.getString("name"),
                row.getString("connector"),
                row.getInteger("connector_version"),
                row.getString("credential"),
                row.getString("destination"),
                row.getString("namespace"),
                Objects.requireNonNull(CONFIG.convertToEntityAttribute(row.getString("config"))),
                Objects.requireNonNull(STREAMS.convertToEntityAttribute(row.getString("streams"))),
                row.getString("schedule"),
                Objects.requireNonNull(TIMING.convertToEntityAttribute(row.getString("timing"))),
                instant(row.getOffsetDateTime("next_due")),
                pause(row));
    }

    private static Optional<Pause> pause(Row row) {
        return Optional.ofNullable(row.getString("paused_kind"))
                .map(kind -> new Pause(
                        Pause.Kind.valueOf(kind),
                        row.getString("paused_reason"),
                        instant(row.getOffsetDateTime("paused_at")).orElseThrow()));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
