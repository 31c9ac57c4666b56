package dev.ingest.platform.drain;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much heap a drain needed: what was left after the last collection of the whole heap during it. What was in use says little,
 * because garbage is left lying until the heap is nearly full, however little is needed. Without such a collection there was room
 * enough, and only what the youngest objects take is counted. What other drains of the process needed meanwhile is in it.
 */
final class PeakMemory {
    private static final List<MemoryPoolMXBean> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private static final List<GarbageCollectorMXBean> OF_ALL = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> Set.of(collector.getMemoryPoolNames())
                    .containsAll(HEAP.stream().map(MemoryPoolMXBean::getName).toList()))
            .toList();

    private static final List<MemoryPoolMXBean> YOUNG = young();

    private final long collectionsBefore = collections();

    private PeakMemory() {}

    static PeakMemory start() {
        return new PeakMemory();
    }

    /** So far. */
    long bytes() {
        return collections() > collectionsBefore
                ? HEAP.stream()
                        .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                        .sum()
                : YOUNG.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    private static long collections() {
        return OF_ALL.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** What is collected also by itself; everything, with a collector that knows no generations. */
    private static List<MemoryPoolMXBean> young() {
        Set<String> names = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !OF_ALL.contains(collector))
                .flatMap(collector -> List.of(collector.getMemoryPoolNames()).stream())
                .collect(Collectors.toSet());
        return names.isEmpty()
                ? HEAP
                : HEAP.stream().filter(pool -> names.contains(pool.getName())).toList();
    }
}
