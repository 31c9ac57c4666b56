import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM on this machine uses: asked over its management beans, and of Linux. */
final class Watched implements AutoCloseable {
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    Watched(long pid) throws Exception {
        this.pid = pid;
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        String url = machine.startLocalManagementAgent();
        machine.detach();
        connector = JMXConnectorFactory.connect(new JMXServiceURL(url));
        beans = connector.getMBeanServerConnection();
    }

    /**
     * @param cpuNanos processor time since the start
     * @param allocatedBytes on the heap since the start
     */
    record Use(long cpuNanos, long allocatedBytes) {
        Use since(Use before) {
            return new Use(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
        }
    }

    Use use() throws Exception {
        return new Use(number("java.lang:type=OperatingSystem", "ProcessCpuTime"),
                number("java.lang:type=Threading", "TotalThreadAllocatedBytes"));
    }

    /** The old generation as the last full collection left it, after one that is made now. */
    long liveBytes() throws Exception {
        ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME,
                java.lang.management.MemoryMXBean.class).gc();
        long live = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class)) {
            live += pool.getCollectionUsage() == null ? 0 : pool.getCollectionUsage().getUsed();
        }
        return live;
    }

    /**
     * @param pssBytes its share of the machine's memory
     * @param heapBytes what of the heap's address space is in memory; once touched it stays, garbage or not
     * @param usedBytes what of the heap is in use, garbage included
     */
    record Memory(long pssBytes, long heapBytes, long usedBytes) {
        @Override
        public String toString() {
            return "%d MB PSS: %d MB heap in memory (%d MB in use), %d MB besides"
                    .formatted(pssBytes >> 20, heapBytes >> 20, usedBytes >> 20, (pssBytes - heapBytes) >> 20);
        }
    }

    /** What it holds now. */
    Memory memory() throws Exception {
        long used = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME,
                java.lang.management.MemoryMXBean.class).getHeapMemoryUsage().getUsed();
        return new Memory(pssBytes(), heapBytes(), used);
    }

    /** Of the mappings between the heap's ends, which the collector tells. */
    private long heapBytes() throws Exception {
        String told = (String) beans.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcHeapInfo",
                new Object[] {new String[0]}, new String[] {String[].class.getName()});
        long[] ends = Pattern.compile("[\\[ ]0x([0-9a-f]+)").matcher(told).results()
                .mapToLong(end -> Long.parseUnsignedLong(end.group(1), 16))
                .filter(end -> !told.contains("Metaspace") || told.indexOf(Long.toHexString(end)) < told.indexOf("Metaspace"))
                .toArray();
        long from = Arrays.stream(ends).min().orElseThrow();
        long to = Arrays.stream(ends).max().orElseThrow();
        long bytes = 0;
        boolean within = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.lookingAt()) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                within = start >= from && start < to;
            } else if (within && line.startsWith("Rss:")) {
                bytes += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return bytes;
    }

    /** Its share of the machine's memory. */
    long pssBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no Pss of process " + pid);
    }

    /** Processor time of a process that is none of ours to ask. */
    static long cpuNanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000L;
    }

    private long number(String bean, String attribute) throws Exception {
        return (Long) beans.getAttribute(new ObjectName(bean), attribute);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
