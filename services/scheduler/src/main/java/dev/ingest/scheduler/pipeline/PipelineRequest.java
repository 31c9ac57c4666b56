package dev.ingest.scheduler.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import dev.ingest.scheduler.schedule.TimingRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * @param connector the connector's name
 * @param version its version, or none for the newest
 * @param credential name of the credential
 * @param destination name of the destination, or none for the managed one
 * @param namespace namespace of the tables
 * @param config the connector's configuration, without secrets
 * @param streams the streams to fetch
 * @param schedule as {@link dev.ingest.scheduler.schedule.Schedule#parse}, or none for {@code manual}
 * @param timing what goes with the schedule, or none for the plain one
 */
@JsonIgnoreProperties({"name", "nextRunAt", "paused"}) // what a read says beside it
public record PipelineRequest(
        @Nullable String connector,
        @Nullable Integer version,
        @Nullable String credential,
        @Nullable String destination,
        @Nullable String namespace,
        @Nullable Map<String, Object> config,
        @Nullable List<@Nullable StreamRequest> streams,
        @Nullable String schedule,
        @Nullable TimingRequest timing) {

    /**
     * @param name the stream's name in the connector
     * @param merge how records become rows, or none to upsert where there is a key, append where there is a cursor only, and else refresh the whole
     * @param key key columns, or none for the manifest's
     * @param cursor the cursor column, or none for the manifest's
     * @param formatVersion Iceberg format version, or none for the newest
     * @param schema what becomes of fields that have no column, or none to give them one
     * @param partition by what the table's rows are kept apart, an empty list for one heap, or none to leave it as it is
     * @param sort the order of rows in files, an empty list for the key's, or none to leave it as it is
     */
    @JsonIgnoreProperties({"table"}) // what a read says beside it
    public record StreamRequest(
            @Nullable String name,
            @Nullable MergeMode merge,
            @Nullable List<@Nullable String> key,
            @Nullable String cursor,
            @Nullable Integer formatVersion,
            @Nullable SchemaPolicy schema,
            @Nullable List<@Nullable String> partition,
            @Nullable List<@Nullable String> sort) {}

    String destinationOrManaged() {
        return Objects.requireNonNullElse(destination, DestinationSpec.MANAGED);
    }

    String scheduleOrManual() {
        return Objects.requireNonNullElse(schedule, "manual");
    }
}
