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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
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
            Backlog backlog) {
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
    }

    /** Does one round. A tenant or a part that fails does not stop the others. */
    public Uni<Done> once() {
        return each(due.pipelines(), this::start)
                .chain(done -> each(due.queuedRuns(), this::resume).map(done::and))
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

    private Uni<Done> start(Due.Item pipeline) {
        return pipelines
                .queue(pipeline)
                .chain(run -> run.map(queued -> begin(queued.tenant, queued.id))
                        .orElseGet(() -> Uni.createFrom().item(Done.NOTHING)));
    }

    private Uni<Done> resume(Due.Item run) {
        return begin(run.tenant(), run.name());
    }

    private Uni<Done> begin(String tenant, String run) {
        return runs.begin(tenant, run).map(slices -> new Done(1, slices, 0));
    }

    private Uni<Done> request() {
        return Offload.run(lag::requests)
                .chain(queue -> each(
                        due.tenantsWithSlices(),
                        item -> requests.putDue(item.tenant(), queue).map(slices -> new Done(0, slices, 0))));
    }

    private Uni<Done> wake() {
        return Offload.run(lag::wake).map(wakeups -> new Done(0, 0, wakeups));
    }

    private static Uni<Done> each(Uni<List<Due.Item>> items, Function<Due.Item, Uni<Done>> work) {
        return items.chain(found -> Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(item -> tolerated(item.tenant() + "/" + item.name(), work.apply(item)))
                .collect()
                .in(() -> new Done[] {Done.NOTHING}, (sum, done) -> sum[0] = sum[0].and(done))
                .map(sum -> sum[0]));
    }

    private static Uni<Done> tolerated(String what, Uni<Done> work) {
        return work.onFailure()
                .invoke(failure ->
                        LOG.errorf(failure, "a part of the tick failed, the next one tries again: part=%s", what))
                .onFailure()
                .recoverWithItem(Done.NOTHING);
    }
}
