package dev.ingest.scheduler.overview;

import dev.ingest.scheduler.billing.MonthCost;
import dev.ingest.scheduler.billing.UsageOfDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How everything of a tenant is.
 *
 * @param day today, in UTC
 * @param rowsToday rows of today, pushed ones too
 * @param bytesToday their bytes as they arrived
 * @param days the last days that had any, the oldest first
 * @param alerts how many are open
 * @param cost what this month costs so far, if there is a price plan
 * @param pipelines how many there are
 * @param connectors how those of each connector are, the worst first
 */
@Schema(name = "Overview")
public record Overview(
        LocalDate day,
        long rowsToday,
        long bytesToday,
        List<UsageOfDay> days,
        long alerts,
        Optional<MonthCost> cost,
        int pipelines,
        List<Connector> connectors) {
    /** Pipelines that are listed of a connector: the worst. All of them are counted. */
    private static final int LISTED_MAX = 50;

    /**
     * @param name its name
     * @param health that of its worst pipeline
     * @param rowsToday rows that its pipelines brought today
     * @param freshAt when the one ended that brought rows last
     * @param count how many pipelines it has
     * @param pipelines the worst of them, at most 50
     */
    @Schema(name = "OverviewOfConnector")
    public record Connector(
            String name,
            String health,
            long rowsToday,
            Optional<Instant> freshAt,
            int count,
            List<PipelineHealth> pipelines) {}

    /**
     * @param name its name
     * @param health {@code new}, {@code healthy}, {@code paused}, {@code late}, {@code degraded} or {@code failing}
     * @param running whether it runs now
     * @param schedule when it runs
     * @param rowsToday rows that it brought today
     * @param freshAt when its last run ended that brought rows
     * @param nextRunAt when it runs next by itself
     */
    @Schema(name = "OverviewOfPipeline")
    public record PipelineHealth(
            String name,
            String health,
            boolean running,
            String schedule,
            long rowsToday,
            Optional<Instant> freshAt,
            Optional<Instant> nextRunAt) {}

    private record Judged(PipelineState state, Health health) {
        PipelineHealth told() {
            return new PipelineHealth(
                    state.name(),
                    health.text(),
                    state.running(),
                    state.schedule(),
                    state.rowsToday(),
                    state.freshAt(),
                    state.nextDue());
        }
    }

    private record Group(String name, Health worst, List<Judged> pipelines) {
        Connector told() {
            return new Connector(
                    name,
                    worst.text(),
                    pipelines.stream().mapToLong(one -> one.state().rowsToday()).sum(),
                    pipelines.stream()
                            .flatMap(one -> one.state().freshAt().stream())
                            .max(Comparator.naturalOrder()),
                    pipelines.size(),
                    pipelines.stream().limit(LISTED_MAX).map(Judged::told).toList());
        }
    }

    /** The pipelines by connector, the worst first. */
    static List<Connector> connectors(List<PipelineState> states, Instant now) {
        List<Group> groups = new ArrayList<>();
        states.stream()
                .map(state -> new Judged(state, Health.of(state, now)))
                .sorted(Comparator.comparing(Judged::health).reversed())
                .collect(Collectors.groupingBy(one -> one.state().connector(), TreeMap::new, Collectors.toList()))
                .forEach((name, pipelines) ->
                        groups.add(new Group(name, pipelines.getFirst().health(), pipelines)));
        groups.sort(Comparator.comparing(Group::worst).reversed());
        return groups.stream().map(Group::told).toList();
    }
}
