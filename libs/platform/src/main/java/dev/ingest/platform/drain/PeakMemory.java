package dev.ingest.platform.drain;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The most heap that was in use during a drain, as the virtual machine itself kept count: the sum of its heap pools' peaks since
 * the drain began. That is an upper bound: the pools need not have had their peaks at the same moment, garbage that was not yet
 * collected is in it, and so is what other drains of the same process needed meanwhile.
 *
 * <p>The virtual machine has one count for everybody, which starts anew with every drain; so whoever starts it hands what was
 * counted to those that are under way.
 */
final class PeakMemory implements AutoCloseable {
    private static final List<MemoryPoolMXBean> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    private static final Set<PeakMemory> UNDER_WAY = ConcurrentHashMap.newKeySet();

    private long bytes;

    private PeakMemory() {}

    static PeakMemory start() {
        synchronized (UNDER_WAY) {
            count();
            HEAP.forEach(MemoryPoolMXBean::resetPeakUsage);
            var started = new PeakMemory();
            UNDER_WAY.add(started);
            return started;
        }
    }

    /** So far. */
    long bytes() {
        synchronized (UNDER_WAY) {
            count();
            return bytes;
        }
    }

    private static void count() {
        long peaks =
                HEAP.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        // Pools lend each other space, so their peaks may add up to more than there is.
        long peak = Math.min(peaks, Runtime.getRuntime().maxMemory());
        UNDER_WAY.forEach(each -> each.bytes = Math.max(each.bytes, peak));
    }

    @Override
    public void close() {
        UNDER_WAY.remove(this);
    }
}
