package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.billing.BillingDays;
import dev.ingest.scheduler.fact.Forgetting;
import dev.ingest.scheduler.fact.LostDrains;
import dev.ingest.scheduler.notification.Notifying;
import dev.ingest.scheduler.notification.OldDeliveries;
import dev.ingest.scheduler.run.Requests;
import dev.ingest.scheduler.run.Runs;
import dev.ingest.scheduler.table.TableUpkeep;
import dev.ingest.scheduler.vertx.Offload;
import dev.ingest.scheduler.vertx.OwnContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One round of making good: due pipelines become runs, slices that are due are requested (again), partitions that lag are woken.
 * Every part takes its work under a row's lock and leaves it changed, so ticks may overlap and repeat.
 */
@Singleton
public final class Tick {
    private static final Logger LOG = Logger.getLogger(Tick.class);

    /**
     * @param runs runs started
     * @param slices slices put on Kafka, those of the runs included
     * @param wakeups partitions woken
     */
    public record Done(int runs, int slices, int wakeups) {
        static final Done NOTHING = new Done(0, 0, 0);

        Done and(Done more) {
            return new Done(runs + more.runs, slices + more.slices, wakeups + more.wakeups);
        }
    }

    private static final Collector<Done, ?, Done> SUM = Collectors.reducing(Done.NOTHING, Done::and);

    private final Due due;
    private final DuePipelines pipelines;
    private final Runs runs;
    private final Requests requests;
    private final Lag lag;
    private final BillingDays billing;
    private final Forgetting forgetting;
    private final TableUpkeep upkeep;
    private final LostDrains lost;
    private final OldDeliveries oldDeliveries;
    private final Notifying notifying;
    private final Backlog backlog;
    private final TickSettings settings;
    private final Clock clock;

    Tick(
            Due due,
            DuePipelines pipelines,
            Runs runs,
            Requests requests,
            Lag lag,
            BillingDays billing,
            Forgetting forgetting,
            TableUpkeep upkeep,
            LostDrains lost,
            OldDeliveries oldDeliveries,
            Notifying notifying,
            Backlog backlog,
            TickSettings settings,
            Clock clock) {
        this.due = due;
        this.pipelines = pipelines;
        this.runs = runs;
        this.requests = requests;
        this.lag = lag;
        this.billing = billing;
        this.forgetting = forgetting;
        this.upkeep = upkeep;
        this.lost = lost;
        this.oldDeliveries = oldDeliveries;
        this.notifying = notifying;
        this.backlog = backlog;
        this.settings = settings;
        this.clock = clock;
    }

    /** Does one round. A tenant or a part that fails does not stop the others. */
    public Uni<Done> once() {
        return pipelines(clock.instant().plus(settings.timeMax()))
                .chain(done -> sideBySide(due.queuedRuns(), this::resume).map(done::and))
                .call(done -> tolerated("lost drains", lost.tune().replaceWith(Done.NOTHING)))
                .chain(done -> tolerated("due slices", request()).map(done::and))
                .chain(done -> tolerated("partitions that lag", wake()).map(done::and))
                .call(done -> tolerated("tables' upkeep", upkeep.ask().replaceWith(Done.NOTHING)))
                .call(done -> tolerated("billing", billing.tell().replaceWith(Done.NOTHING)))
                .call(done -> tolerated("old facts", forgetting.now().replaceWith(Done.NOTHING)))
                .call(done ->
                        tolerated("old notifications", oldDeliveries.forget().replaceWith(Done.NOTHING)))
                .call(done -> tolerated("figures", backlog.look().replaceWith(Done.NOTHING)))
                // last: a receiver that hangs keeps nothing else waiting
                .call(done -> tolerated("notifications", notifying.send().replaceWith(Done.NOTHING)));
    }

    /** As long as there are some and they become runs. */
    private Uni<Done> pipelines(Instant until) {
        return sideBySide(due.pipelines(), this::start)
                .chain(done -> done.runs() == 0 || clock.instant().isAfter(until)
                        ? Uni.createFrom().item(done)
                        : pipelines(until).map(done::and));
    }

    /** A tenant's due pipelines together; if one of them is a defect, each alone. */
    private Uni<Done> start(String tenant) {
        return pipelines
                .queue(tenant)
                .chain(queued -> begin(tenant, queued.runs()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "due pipelines one by one: tenant=%s", tenant);
                    return pipelines.names(tenant).chain(names -> oneByOne(names, name -> startAlone(tenant, name)));
                });
    }

    private Uni<Done> startAlone(String tenant, String pipeline) {
        return tolerated(
                tenant + "/" + pipeline,
                pipelines.queueAlone(tenant, pipeline).chain(queued -> begin(tenant, queued.runs())));
    }

    private Uni<Done> resume(String tenant) {
        return runs.unplanned(tenant).chain(ids -> begin(tenant, ids));
    }

    private Uni<Done> begin(String tenant, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Done.NOTHING)
                : runs.begin(tenant, ids)
                        .map(slices -> new Done(ids.size(), slices, 0))
                        .onFailure()
                        .recoverWithUni(failure -> {
                            LOG.warnf(failure, "queued runs one by one: tenant=%s", tenant);
                            return oneByOne(
                                    ids,
                                    id -> tolerated(
                                            tenant + "/" + id,
                                            runs.begin(tenant, List.of(id)).map(slices -> new Done(1, slices, 0))));
                        });
    }

    private Uni<Done> request() {
        return Offload.run(lag::requests)
                .chain(queue -> sideBySide(
                        due.slices(), tenant -> requests.putDue(tenant, queue).map(slices -> new Done(0, slices, 0))));
    }

    private Uni<Done> wake() {
        return Offload.run(lag::wake).map(wakeups -> new Done(0, 0, wakeups));
    }

    private Uni<Done> sideBySide(Uni<List<String>> tenants, Function<String, Uni<Done>> work) {
        return tenants.chain(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUni(tenant -> OwnContext.run(() -> tolerated(tenant, work.apply(tenant))))
                .merge(settings.tenantsAtOnce())
                .collect()
                .with(SUM));
    }

    private static Uni<Done> oneByOne(List<String> names, Function<String, Uni<Done>> work) {
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .with(SUM);
    }

    private static Uni<Done> tolerated(String what, Uni<Done> work) {
        return work.onFailure()
                .invoke(failure ->
                        LOG.errorf(failure, "a part of the tick failed, the next one tries again: part=%s", what))
                .onFailure()
                .recoverWithItem(Done.NOTHING);
    }
}
