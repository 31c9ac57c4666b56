package dev.ingest.writer.drain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Whose turn it is. Within a round every table has one turn: first the one of each tenant that is due first, then each tenant's
 * second, and so on; a table is due when its first message has waited for as long as its freshness allows. So nobody waits for more than one turn of each other table, and a tenant with one table for no more
 * than one turn of each other tenant.
 */
final class Rounds {
    private final Collection<TableQueue> queues;
    private final ToLongFunction<TableKey> freshness;
    private final Deque<TableQueue> round = new ArrayDeque<>();

    /**
     * @param queues which may become more
     * @param freshness milliseconds that a table's messages may wait
     */
    Rounds(Collection<TableQueue> queues, ToLongFunction<TableKey> freshness) {
        this.queues = queues;
        this.freshness = freshness;
    }

    /** The next table that has something to do and is not at it. */
    Optional<TableQueue> next() {
        if (round.stream().noneMatch(TableQueue::isReady)) {
            round.clear();
            round.addAll(order());
        }
        while (!round.isEmpty()) {
            TableQueue first = round.removeFirst();
            if (first.isReady()) {
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    private record Place(int rank, TableQueue queue) {}

    private List<TableQueue> order() {
        Map<String, Integer> ranks = new HashMap<>();
        List<Place> places = new ArrayList<>();
        for (TableQueue queue : byDueTime()) {
            String tenant = queue.table().tenant();
            int rank = ranks.getOrDefault(tenant, 0);
            ranks.put(tenant, rank + 1);
            places.add(new Place(rank, queue));
        }
        places.sort(Comparator.comparingInt(Place::rank));
        return places.stream().map(Place::queue).toList();
    }

    private List<TableQueue> byDueTime() {
        return queues.stream()
                .filter(TableQueue::isReady)
                .sorted(Comparator.comparingLong(queue -> queue.since() + freshness.applyAsLong(queue.table())))
                .toList();
    }
}
